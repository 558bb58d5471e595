// A layer of rectified linear units that saturate.
namespace CnnCompute;

/// <summary>torch.nn.ReLU6: min(max(x, 0), 6), elementwise.</summary>
public sealed class ReLU6 : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu6();
}
