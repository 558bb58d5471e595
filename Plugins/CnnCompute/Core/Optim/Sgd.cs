// Stochastic gradient descent.
namespace CnnCompute;

/// <summary>torch.optim.SGD: with momentum, Nesterov's if asked (Sutskever et al., 2013), and weight decay added to the gradient.</summary>
[Named("sgd", "Stochastic gradient descent, with momentum and Nesterov's if asked.")]
public sealed class Sgd : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">Nesterov without momentum or with dampening, or a negative number.</exception>
    public Sgd(
        IReadOnlyList<ParameterGroup> groups, float momentum = 0, bool nesterov = false, float weightDecay = 0, float dampening = 0, float l1 = 0,
        bool decoupled = false) : base(groups, momentum > 0 ? ["momentum"] : [])
    {
        if (momentum < 0 || weightDecay < 0 || l1 < 0 || dampening is < 0 or > 1 || (nesterov && (momentum == 0 || dampening != 0)))
        {
            throw new ArgumentException($"Sgd: momentum {momentum}, weight decay {weightDecay}, L1 {l1}, dampening {dampening}: none may be "
                + "negative, and Nesterov needs a momentum without dampening");
        }
        rule = new UpdateRule(momentum > 0 ? UpdateKind.Momentum : UpdateKind.Sgd)
        {
            Momentum = momentum,
            Nesterov = nesterov,
            WeightDecay = weightDecay,
            Dampening = dampening,
            L1 = l1,
            Decoupled = decoupled,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override bool Counts => rule.Dampening != 0;

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);
}
