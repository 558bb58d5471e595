// RMSprop.
namespace CnnCompute;

/// <summary>
/// torch.optim.RMSprop (Hinton, lecture 6e of "Neural networks for machine learning", 2012), with momentum, and centred (Graves, "Generating
/// sequences with recurrent neural networks", 2013) where asked.
/// </summary>
[Named("rmsprop", "Gradients divided by the root of a running mean of their squares.")]
public sealed class RmsProp : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public RmsProp(
        IReadOnlyList<ParameterGroup> groups, double alpha = 0.99, double eps = 1e-8, double weightDecay = 0, double momentum = 0,
        bool centred = false, double l1 = 0, bool decoupled = false)
        : base(groups, centred ? ["square_avg", "momentum_buffer", "grad_avg"] : momentum != 0 ? ["square_avg", "momentum_buffer"] : ["square_avg"])
    {
        if (!(alpha is >= 0 and < 1) || eps < 0 || weightDecay < 0 || momentum < 0 || l1 < 0)
        {
            throw new ArgumentException($"RmsProp: alpha {alpha} must be in [0, 1), eps {eps}, weight decay {weightDecay}, L1 {l1} and momentum "
                + $"{momentum} not negative");
        }
        rule = new UpdateRule(UpdateKind.RmsProp)
        {
            Beta2 = alpha,
            Eps = eps,
            WeightDecay = weightDecay,
            Momentum = momentum,
            Centred = centred,
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
