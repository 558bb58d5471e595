// A layer of softsigns.
namespace CnnCompute;

/// <summary>torch.nn.Softsign: x / (1 + |x|), elementwise.</summary>
public sealed class Softsign : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softsign();
}
