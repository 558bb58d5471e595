// A layer of piecewise swish units.
namespace CnnCompute;

/// <summary>torch.nn.Hardswish: x * relu6(x + 3) / 6, elementwise.</summary>
public sealed class Hardswish : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Hardswish();
}
