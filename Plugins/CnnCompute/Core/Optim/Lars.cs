// LARS.
namespace CnnCompute;

/// <summary>
/// LARS (You, Gitman and Ginsburg, "Large batch training of convolutional networks", 2017): b = momentum · b + rate · trust · (g + decay · w), where
/// trust = coefficient · |w| / (|g| + decay · |w| + eps) for each parameter; w -= b. Parameters of rank 1, and where a norm is 0, have a trust of 1.
/// </summary>
[Named("lars", "Momentum whose rate in each layer fits the size of its weights, for large batches.")]
public sealed class Lars : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Lars(
        IReadOnlyList<ParameterGroup> groups, double momentum = 0.9, double weightDecay = 1e-4, double trust = 0.001, double eps = 1e-9)
        : base(groups, ["momentum"])
    {
        if (momentum < 0 || weightDecay < 0 || trust <= 0 || eps < 0)
        {
            throw new ArgumentException($"Lars: momentum {momentum}, weight decay {weightDecay} and eps {eps} must not be negative, the trust "
                + $"coefficient {trust} positive");
        }
        rule = new UpdateRule(UpdateKind.Lars)
        {
            Momentum = momentum,
            WeightDecay = weightDecay,
            Other = trust,
            Eps = eps,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override bool Counts => false;

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Update(OptimizerStep step)
    {
        var vectors = step with { Gradients = [.. step.Gradients.Where(g => Parameters[g.Index].Shape.Rank <= 1)] };
        var others = step with { Gradients = [.. step.Gradients.Except(vectors.Gradients)] };
        return [.. Update(others, step.Rate), .. Update(vectors, step.Rate, adapt: r => r with { Other = 0 })];
    }
}
