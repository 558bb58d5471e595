// A layer of Mish units.
namespace CnnCompute;

/// <summary>torch.nn.Mish: x * tanh(softplus(x)), elementwise.</summary>
public sealed class Mish : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Mish();
}
