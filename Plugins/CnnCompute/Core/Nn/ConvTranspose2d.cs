// A layer of two-dimensional transposed convolution.
namespace CnnCompute;

/// <summary>
/// torch.nn.ConvTranspose2d: spreads [N,inChannels,H,W] through a weight [inChannels,outChannels/groups,kH,kW] and adds a bias per channel.
/// </summary>
public sealed class ConvTranspose2d : Module
{
    private readonly ConvGeometry geometry;
    private readonly Pair outputPadding;

    /// <summary>A transposed convolution, initialised as PyTorch's: uniform in ±1/√fan_in, fan_in being outChannels/groups·kH·kW as there.</summary>
    /// <exception cref="ArgumentException">The groups do not divide both channel counts.</exception>
    public ConvTranspose2d(int inChannels, int outChannels, Pair kernelSize, Pair? stride = null, Pair? padding = null, Pair? outputPadding = null,
        int groups = 1, bool bias = true, Pair? dilation = null)
    {
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new ArgumentException(
                $"ConvTranspose2d: {groups} groups do not divide {inChannels} input and {outChannels} output channels", nameof(groups));
        }
        var (s, p, d) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        geometry = new ConvGeometry(s.H, s.W, p.H, p.W, p.H, p.W, d.H, d.W, groups);
        this.outputPadding = outputPadding ?? 0;
        Weight = new Parameter("weight", new Shape(inChannels, outChannels / groups, kernelSize.H, kernelSize.W), () => []);
        Bias = bias ? new Parameter("bias", new Shape(outChannels), () => []) : null;
        Initialize(0);
    }

    /// <summary>[inChannels, outChannels/groups, kH, kW].</summary>
    public Parameter Weight { get; }

    /// <summary>[outChannels], or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var y = x.ConvTranspose2d(x.Graph.Parameter(Weight), geometry, outputPadding);
        return Bias is null ? y : y + x.Graph.Parameter(Bias).Reshape(Bias.Shape[0], 1, 1);
    }

    /// <inheritdoc/>
    protected override void ResetParameters(Philox random)
    {
        Weight.Initialize(() => Init.KaimingUniform(random, Weight.Shape, Math.Sqrt(5)));
        Bias?.Initialize(() => Init.Uniform(random, Bias.Shape.Count, 1 / MathF.Sqrt(Init.FanIn(Weight.Shape)), first: Weight.Shape.Count));
    }
}
