// What the layers of batch normalisation share.
namespace CnnCompute;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015). In training mode it normalises by the batch's own statistics and appends an update of the
/// running ones (see <see cref="Module.Updates"/>); in evaluation mode it is a scale and a shift per channel.
/// </summary>
public abstract class BatchNorm : Module
{
    private readonly float eps;
    private readonly float momentum;

    /// <summary>A normalisation of <paramref name="numFeatures"/> channels: weight 1, bias 0, running mean 0 and variance 1.</summary>
    /// <param name="numFeatures">Channels of the input.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">Share of the batch in the new running statistics.</param>
    protected BatchNorm(int numFeatures, float eps, float momentum)
    {
        (this.eps, this.momentum) = (eps, momentum);
        var shape = new Shape(numFeatures);
        Weight = new Parameter("weight", shape, () => []);
        Bias = new Parameter("bias", shape, () => []);
        RunningMean = new Parameter("running_mean", shape, () => [], requiresGrad: false);
        RunningVar = new Parameter("running_var", shape, () => [], requiresGrad: false);
        Initialize(0);
    }

    /// <summary>Scale per channel [C].</summary>
    public Parameter Weight { get; }

    /// <summary>Shift per channel [C].</summary>
    public Parameter Bias { get; }

    /// <summary>Mean per channel [C], updated in training.</summary>
    [field: Buffer]
    public Parameter RunningMean { get; }

    /// <summary>Unbiased variance per channel [C], updated in training.</summary>
    [field: Buffer]
    public Parameter RunningVar { get; }

    /// <summary>Whether an input of this rank is one of this layer's.</summary>
    protected abstract bool Takes(int rank);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (!Takes(x.Shape.Rank))
            throw new ShapeException($"{GetType().Name} of {x.Shape}: the input has the wrong number of dimensions");
        var graph = x.Graph;
        Tensor gamma = graph.Parameter(Weight), beta = graph.Parameter(Bias);
        if (!Training)
            return x.BatchNormInference(gamma, beta, graph.Parameter(RunningMean), graph.Parameter(RunningVar), eps);
        var y = x.BatchNorm(gamma, beta, out var statistics, eps);
        statistics.UpdateRunningStatistics(RunningMean, RunningVar, (int)(x.Shape.Count / x.Shape[1]), momentum);
        return y;
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (parameter, value) in new[] { (Weight, 1f), (Bias, 0f), (RunningMean, 0f), (RunningVar, 1f) })
            parameter.Initialize(() => Init.Constant(parameter.Shape.Count, value));
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> IgnoredKeys => ["num_batches_tracked"];
}
