// A layer of two-dimensional convolution.
namespace CnnCompute;

/// <summary>
/// torch.nn.Conv2d: cross-correlates [N,inChannels,H,W] with a weight [outChannels,inChannels/groups,kH,kW] and adds a bias per channel.
/// </summary>
public sealed class Conv2d : Module
{
    private readonly ConvGeometry geometry;

    /// <summary>A convolution, initialised as PyTorch's: weight Kaiming-uniform with a = √5, bias uniform in ±1/√fan_in.</summary>
    /// <exception cref="ArgumentException">The groups do not divide both channel counts.</exception>
    public Conv2d(
        int inChannels, int outChannels, Pair kernelSize, Pair? stride = null, Pair? padding = null, Pair? dilation = null, int groups = 1,
        bool bias = true)
    {
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"Conv2d: {groups} groups do not divide {inChannels} input and {outChannels} output channels", nameof(groups));
        }
        var (s, p, d) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        geometry = new ConvGeometry(s.H, s.W, p.H, p.W, p.H, p.W, d.H, d.W, groups);
        Weight = new Parameter("weight", new Shape(outChannels, inChannels / groups, kernelSize.H, kernelSize.W), () => []);
        Bias = bias ? new Parameter("bias", new Shape(outChannels), () => []) : null;
        Initialize(0);
    }

    /// <summary>[outChannels, inChannels/groups, kH, kW].</summary>
    public Parameter Weight { get; }

    /// <summary>[outChannels], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var y = x.Conv2d(x.Graph.Parameter(Weight), geometry);
        return Bias is null ? y : y + x.Graph.Parameter(Bias).Reshape(Bias.Shape[0], 1, 1);
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        Weight.Initialize(() => Init.KaimingUniform(random, Weight.Shape, Math.Sqrt(5)));
        Bias?.Initialize(() => Init.Uniform(random, Bias.Shape.Count, 1 / MathF.Sqrt(Init.FanIn(Weight.Shape)), first: Weight.Shape.Count));
    }
}
