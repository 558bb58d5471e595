// NAdam.
namespace CnnCompute;

/// <summary>
/// torch.optim.NAdam (Dozat, "Incorporating Nesterov momentum into Adam", 2016): μₜ = β1 · (1 - 0.5 · 0.96^(t · momentumDecay));
/// w -= rate · ((1 - μₜ) / (1 - ∏μ) · g + μₜ₊₁ / (1 - ∏μ · μₜ₊₁) · m) / (√v / √(1 - β2ᵗ) + eps).
/// </summary>
[Named("nadam", "Adam with Nesterov's momentum.")]
public sealed class NAdam : Optimizer
{
    private readonly UpdateRule rule;
    private readonly double momentumDecay;
    private readonly Parameter product;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public NAdam(
        IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double eps = 1e-8, double weightDecay = 0,
        double momentumDecay = 0.004, double l1 = 0, bool decoupled = false) : base(groups, ["exp_avg", "exp_avg_sq"])
    {
        var (beta1, beta2) = AdamBetas.Check("NAdam", betas, eps, weightDecay, l1);
        (this.momentumDecay, product) = (momentumDecay, NewState("mu_product", new Shape(1), 1));
        rule = new UpdateRule(UpdateKind.NAdam)
        {
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = eps,
            WeightDecay = weightDecay,
            L1 = l1,
            Decoupled = decoupled,
        };
    }

    /// <inheritdoc/>
    protected override string Settings => FormattableString.Invariant($"{OptimizerText.Of(rule)}, momentum decay {momentumDecay:R}");

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);

    /// <inheritdoc/>
    protected override IReadOnlyList<Tensor> Update(OptimizerStep step)
    {
        Tensor time = step.Time().Reshape(1), before = step.Graph.Parameter(product);
        Tensor Momentum(Tensor t) => (1 - (t * (float)(momentumDecay * Math.Log(0.96))).Exp() * 0.5f) * (float)rule.Beta1;
        Tensor now = Momentum(time), next = Momentum(time + 1), all = before * now;
        var factors = Tensor.Concat(0, (1 - now) / (1 - all), next / (1 - all * next));
        return [.. Update(step, step.Rate, factors), step.Unless(all, before).AssignTo(product)];
    }
}
