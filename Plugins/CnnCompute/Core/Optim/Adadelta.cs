// Adadelta.
namespace CnnCompute;

/// <summary>
/// torch.optim.Adadelta (Zeiler, "ADADELTA: an adaptive learning rate method", 2012).
/// </summary>
[Named("adadelta", "Steps as long as the running mean of steps before; the rate is usually 1.")]
public sealed class Adadelta : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Adadelta(
        IReadOnlyList<ParameterGroup> groups, double rho = 0.9, double eps = 1e-6, double weightDecay = 0, double l1 = 0,
        bool decoupled = false) : base(groups, ["square_avg", "acc_delta"])
    {
        if (!(rho is >= 0 and < 1) || eps < 0 || weightDecay < 0 || l1 < 0)
            throw new ArgumentException($"Adadelta: rho {rho} must be in [0, 1), eps {eps}, weight decay {weightDecay} and L1 {l1} not negative");
        rule = new UpdateRule(UpdateKind.Adadelta)
        {
            Beta2 = rho,
            Eps = eps,
            WeightDecay = weightDecay,
            L1 = l1,
            Decoupled = decoupled,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override bool Counts => false;

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);
}
