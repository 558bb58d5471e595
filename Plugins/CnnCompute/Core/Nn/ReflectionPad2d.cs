// A mirrored border as a layer.
namespace CnnCompute;

/// <summary>torch.nn.ReflectionPad2d: the picture mirrored at its outermost pixels, which are not repeated.</summary>
/// <param name="padding">For all sides, or (left, right, top, bottom); negative numbers crop.</param>
public sealed class ReflectionPad2d(Sides padding) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => padding.Pad(x, PadMode.Reflect);
}
