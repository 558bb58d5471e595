// Adam.
namespace CnnCompute;

/// <summary>
/// torch.optim.Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015), or AdamW where the weight decay is decoupled (Loshchilov and
/// Hutter, 2019). Needs the value <see cref="Optimizer.StepName"/>, the number of the step from 1, besides the rate.
/// </summary>
[Named("adam", "Steps by running means of gradients and their squares.")]
public sealed class Adam : Optimizer
{
    private readonly (Parameter First, Parameter Second)[] moments;
    private readonly (double, double) betas;
    private readonly double eps;
    private readonly double weightDecay;
    private readonly bool decoupled;

    /// <summary>Descends on <paramref name="groups"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A beta is not in [0, 1), or a number is negative.</exception>
    public Adam(
        IReadOnlyList<ParameterGroup> groups, (double, double)? betas = null, double eps = 1e-8, double weightDecay = 0,
        bool decoupled = false) : base(groups)
    {
        this.betas = betas ?? (0.9, 0.999);
        if (!(this.betas is ( >= 0 and < 1, >= 0 and < 1)) || eps < 0 || weightDecay < 0)
            throw new ArgumentException($"Adam: betas {this.betas} must be in [0, 1), eps {eps} and weight decay {weightDecay} not negative");
        (this.eps, this.weightDecay, this.decoupled) = (eps, weightDecay, decoupled);
        moments = [.. Parameters.Select((_, i) => (NewState(i, "exp_avg"), NewState(i, "exp_avg_sq")))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Step(Tensor loss, StepOptions? how = null, IReadOnlyList<GradientRule>? rules = null) =>
        StepEach(loss, (index, gradient, rate) => gradient.AdamUpdate(
            Parameters[index], moments[index].First, moments[index].Second, rate, gradient.Graph.Value(StepName), betas.Item1, betas.Item2, eps,
            weightDecay, decoupled), rules);
}
