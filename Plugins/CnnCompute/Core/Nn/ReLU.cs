// A layer of rectified linear units.
namespace CnnCompute;

/// <summary>torch.nn.ReLU: max(x, 0), elementwise.</summary>
public sealed class ReLU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu();
}
