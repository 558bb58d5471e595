// Stochastic gradient descent.
namespace CnnCompute;

/// <summary>torch.optim.SGD: with momentum, Nesterov's if asked (Sutskever et al., 2013), and weight decay added to the gradient.</summary>
[Named("sgd", "Stochastic gradient descent, with momentum and Nesterov's if asked.")]
public sealed class Sgd : Optimizer
{
    private readonly Parameter?[] buffers;
    private readonly float momentum;
    private readonly float weightDecay;
    private readonly bool nesterov;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">Nesterov without momentum, or a negative number.</exception>
    public Sgd(IReadOnlyList<ParameterGroup> groups, float momentum = 0, bool nesterov = false, float weightDecay = 0) : base(groups)
    {
        if (momentum < 0 || weightDecay < 0 || (nesterov && momentum == 0))
        {
            throw new ArgumentException(
                $"Sgd: momentum {momentum}, weight decay {weightDecay}: neither may be negative, and Nesterov needs a momentum");
        }
        (this.momentum, this.nesterov, this.weightDecay) = (momentum, nesterov, weightDecay);
        buffers = [.. Parameters.Select((_, i) => momentum > 0 ? NewState(i, "momentum") : null)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Step(Tensor loss, StepOptions? how = null, IReadOnlyList<GradientRule>? rules = null) =>
        StepEach(loss, (index, gradient, rate) =>
            gradient.SgdUpdate(Parameters[index], buffers[index], rate, momentum, weightDecay, nesterov), rules);
}
