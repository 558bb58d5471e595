// LAMB.
namespace CnnCompute;

/// <summary>
/// LAMB (You et al., "Large batch optimization for deep learning: training BERT in 76 minutes", 2020, algorithm 2, φ the identity): u is Adam's
/// direction, bias corrected, plus decay · w; w -= rate · |w| / |u| · u, for each parameter; a norm of 0 makes the ratio 1.
/// </summary>
[Named("lamb", "Adam whose step in each layer is as long as its weights, for large batches.")]
public sealed class Lamb : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Lamb(
        IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double eps = 1e-6, double weightDecay = 0.01)
        : base(groups, ["exp_avg", "exp_avg_sq"])
    {
        Refuse(g => g.L1 is > 0, "L1 decay: its steps have no place for one");
        var (beta1, beta2) = AdamBetas.Check("Lamb", betas, eps, weightDecay, 0);
        rule = new UpdateRule(UpdateKind.Lamb)
        {
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            WeightDecay = weightDecay,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);
}
