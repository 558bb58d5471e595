// What the layers of instance normalisation share.
namespace CnnCompute;

/// <summary>
/// Instance normalisation (Ulyanov et al., "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016): each channel of each sample
/// by its own mean and variance. With running statistics it normalises by those in evaluation mode, as PyTorch's; they are the samples' on average.
/// </summary>
public abstract class InstanceNorm : Module
{
    private readonly float eps;
    private readonly float momentum;
    private readonly int channels;

    /// <summary>A normalisation of <paramref name="numFeatures"/> channels.</summary>
    /// <param name="numFeatures">Channels of the input.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">Share of the batch in the new running statistics.</param>
    /// <param name="affine">Whether it has a scale (1) and a shift (0) per channel.</param>
    /// <param name="trackRunningStats">Whether it keeps running statistics.</param>
    protected InstanceNorm(int numFeatures, float eps, float momentum, bool affine, bool trackRunningStats)
    {
        (this.eps, this.momentum, channels) = (eps, momentum, numFeatures);
        var shape = new Shape(numFeatures);
        if (affine)
        {
            Weight = new Parameter("weight", shape, () => []);
            Bias = new Parameter("bias", shape, () => []);
        }
        if (trackRunningStats)
        {
            RunningMean = new Parameter("running_mean", shape, () => [], requiresGrad: false);
            RunningVar = new Parameter("running_var", shape, () => [], requiresGrad: false);
        }
        Initialize(0);
    }

    /// <summary>Scale per channel [C], or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>Shift per channel [C], or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Mean per channel [C], updated in training; or null.</summary>
    [field: Buffer]
    public Parameter? RunningMean { get; }

    /// <summary>Unbiased variance per channel [C], updated in training; or null.</summary>
    [field: Buffer]
    public Parameter? RunningVar { get; }

    /// <summary>The rank of this layer's inputs.</summary>
    protected abstract int Rank { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (x.Shape.Rank != Rank || x.Shape[1] != channels)
            throw new ShapeException($"{GetType().Name} of {x.Shape}: the input must have {Rank} dimensions and {channels} channels");
        var graph = x.Graph;
        Tensor? gamma = Weight is null ? null : graph.Parameter(Weight), beta = Bias is null ? null : graph.Parameter(Bias);
        if (RunningMean is null || RunningVar is null)
            return x.InstanceNorm(gamma, beta, eps);
        if (!Training)
        {
            return x.BatchNormInference(
                gamma ?? graph.Fill(RunningMean.Shape, 1), beta ?? graph.Fill(RunningMean.Shape, 0), graph.Parameter(RunningMean),
                graph.Parameter(RunningVar), eps);
        }
        var statistics = x.GroupStatistics(channels).Mean([0]);
        Tensor.Concat(0, statistics.Slice(1, 0, 1).Reshape(1, channels), statistics.Slice(1, 1, 1).Reshape(1, channels))
            .UpdateRunningStatistics(RunningMean, RunningVar, (int)(x.Shape.Count / x.Shape[0] / channels), momentum);
        return x.InstanceNorm(gamma, beta, eps);
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        foreach (var (parameter, value) in new[] { (Weight, 1f), (Bias, 0f), (RunningMean, 0f), (RunningVar, 1f) })
            parameter?.Initialize(() => Init.Constant(parameter.Shape.Count, value));
    }

    /// <summary>State dicts of old saved running statistics even where none were used.</summary>
    protected override IReadOnlyList<string> IgnoredKeys =>
        RunningMean is null ? ["running_mean", "running_var", "num_batches_tracked"] : ["num_batches_tracked"];
}
