// A layer of self-normalising exponential linear units.
namespace CnnCompute;

/// <summary>torch.nn.SELU: 1.0507 * (x where positive, else 1.6733 * (exp(x) - 1)).</summary>
public sealed class SELU : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Selu();
}
