// Adam.
namespace CnnCompute;

/// <summary>
/// torch.optim.Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015), or AdamW where the weight decay is decoupled (Loshchilov and
/// Hutter, 2019). Needs the value <see cref="Optimizer.StepName"/>, the number of the step from 1, besides the rate.
/// </summary>
[Named("adam", "Steps by running means of gradients and their squares.")]
public class Adam : Optimizer
{
    private readonly UpdateRule rule;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public Adam(
        IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double eps = 1e-8, double weightDecay = 0,
        bool decoupled = false, double l1 = 0) : base(groups, ["exp_avg", "exp_avg_sq"])
    {
        var (beta1, beta2) = AdamBetas.Check(GetType().Name, betas, eps, weightDecay, l1);
        rule = new UpdateRule(UpdateKind.Adam)
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
    protected override string Settings => OptimizerText.Of(rule);

    /// <inheritdoc/>
    protected override UpdateRule Rule(ParameterGroup group) => group.Decayed(rule);
}
