// AdamW.
namespace CnnCompute;

/// <summary>
/// torch.optim.AdamW (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019): w -= rate · decay · w, then Adam's step.
/// </summary>
[Named("adamw", "Adam with weight decay that is no part of the gradient.")]
public sealed class AdamW : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public AdamW(
        IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double eps = 1e-8, double weightDecay = 0.01, double l1 = 0)
        : base(groups, ["exp_avg", "exp_avg_sq"])
    {
        var (beta1, beta2) = AdamBetas.Check("AdamW", betas, eps, weightDecay, l1);
        rule = new UpdateRule(UpdateKind.Adam)
        {
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            WeightDecay = weightDecay,
            L1 = l1,
            Decoupled = true,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);
}
