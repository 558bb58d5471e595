// A layer of hyperbolic tangents.
namespace CnnCompute;

/// <summary>torch.nn.Tanh: tanh(x), elementwise.</summary>
public sealed class Tanh : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Tanh();
}
