// Adam.
namespace CnnCompute;

/// <summary>
/// torch.optim.Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015), or AdamW where the weight decay is decoupled (Loshchilov and
/// Hutter, 2019). Needs the value <see cref="StepName"/>, the number of the step from 1, besides the rate.
/// </summary>
public sealed class Adam : Optimizer
{
    /// <summary>Name of the value that holds the number of the step, F32, counted from 1.</summary>
    public const string StepName = "step";

    private readonly (Parameter First, Parameter Second)[] moments;
    private readonly (double, double) betas;
    private readonly double eps;
    private readonly double weightDecay;
    private readonly bool decoupled;

    /// <summary>Descends on <paramref name="parameters"/>; the rate is given for every run.</summary>
    /// <exception cref="ArgumentException">A beta is not in [0, 1), or a number is negative.</exception>
    public Adam(
        IReadOnlyList<Parameter> parameters, (double, double)? betas = null, double eps = 1e-8, double weightDecay = 0,
        bool decoupled = false) : base(parameters)
    {
        this.betas = betas ?? (0.9, 0.999);
        if (!(this.betas is ( >= 0 and < 1, >= 0 and < 1)) || eps < 0 || weightDecay < 0)
            throw new ArgumentException($"Adam: betas {this.betas} must be in [0, 1), eps {eps} and weight decay {weightDecay} not negative");
        (this.eps, this.weightDecay, this.decoupled) = (eps, weightDecay, decoupled);
        moments = [.. parameters.Select((_, i) => (NewState(i, "exp_avg"), NewState(i, "exp_avg_sq")))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> Step(Tensor loss) => Step(loss, null);

    /// <summary>As <see cref="Step(Tensor)"/>, by gradients in which <paramref name="rules"/> replace those of some ops.</summary>
    public IReadOnlyList<Tensor> Step(Tensor loss, IReadOnlyList<GradientRule>? rules) =>
        StepEach(loss, (index, gradient, rate) => gradient.AdamUpdate(
            Parameters[index], moments[index].First, moments[index].Second, rate, gradient.Graph.Value(StepName), betas.Item1, betas.Item2, eps,
            weightDecay, decoupled), rules);
}
