// A layer of one-dimensional convolution.
namespace CnnCompute;

/// <summary>torch.nn.Conv1d: cross-correlates [N,inChannels,L] with a weight [outChannels,inChannels/groups,K] and adds a bias per channel.</summary>
public sealed class Conv1d : Module
{
    private readonly ConvGeometry geometry;

    /// <summary>A convolution, initialised as PyTorch's.</summary>
    /// <exception cref="ArgumentException">The groups do not divide both channel counts.</exception>
    public Conv1d(
        int inChannels, int outChannels, int kernelSize, int stride = 1, int padding = 0, int dilation = 1, int groups = 1, bool bias = true)
    {
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"Conv1d: {groups} groups do not divide {inChannels} input and {outChannels} output channels", nameof(groups));
        }
        geometry = new ConvGeometry(1, stride, 0, padding, 0, padding, 1, dilation, groups);
        Weight = new Parameter("weight", new Shape(outChannels, inChannels / groups, kernelSize), () => []);
        Bias = bias ? new Parameter("bias", new Shape(outChannels), () => []) : null;
        Initialize(0);
    }

    /// <summary>[outChannels, inChannels/groups, K].</summary>
    public Parameter Weight { get; }

    /// <summary>[outChannels], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var y = x.Conv1d(x.Graph.Parameter(Weight), geometry);
        return Bias is null ? y : y + x.Graph.Parameter(Bias).Reshape(Bias.Shape[0], 1);
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        Weight.Initialize(() => Init.KaimingUniform(random, Weight.Shape, Math.Sqrt(5)));
        Bias?.Initialize(() => Init.Uniform(random, Bias.Shape.Count, 1 / MathF.Sqrt(Init.FanIn(Weight.Shape)), first: Weight.Shape.Count));
    }
}
