// A layer of sigmoid-weighted linear units.
namespace CnnCompute;

/// <summary>torch.nn.SiLU: x * sigmoid(x), elementwise.</summary>
public sealed class SiLU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Silu();
}
