// A border that wraps around as a layer.
namespace CnnCompute;

/// <summary>torch.nn.CircularPad2d: the picture again from its other end.</summary>
/// <param name="padding">For all sides, or (left, right, top, bottom); negative numbers crop.</param>
public sealed class CircularPad2d(Sides padding) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => padding.Pad(x, PadMode.Circular);
}
