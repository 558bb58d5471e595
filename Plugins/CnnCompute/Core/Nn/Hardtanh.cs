// A layer of limits to a range.
namespace CnnCompute;

/// <summary>torch.nn.Hardtanh: min(max(x, minVal), maxVal), elementwise.</summary>
public sealed class Hardtanh(float minVal = -1, float maxVal = 1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Hardtanh(minVal, maxVal);
}
