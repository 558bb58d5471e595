// A border of zeros as a layer.
namespace CnnCompute;

/// <summary>torch.nn.ZeroPad2d: zeros.</summary>
/// <param name="padding">For all sides, or (left, right, top, bottom); negative numbers crop.</param>
public sealed class ZeroPad2d(Sides padding) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => padding.Pad(x, PadMode.Constant);
}
