// A border of one value as a layer.
namespace CnnCompute;

/// <summary>torch.nn.ConstantPad2d: one value.</summary>
/// <param name="padding">For all sides, or (left, right, top, bottom); negative numbers crop.</param>
/// <param name="value">What the border holds.</param>
public sealed class ConstantPad2d(Sides padding, double value) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => padding.Pad(x, PadMode.Constant, value);
}
