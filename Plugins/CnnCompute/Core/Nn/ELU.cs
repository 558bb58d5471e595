// A layer of exponential linear units.
namespace CnnCompute;

/// <summary>torch.nn.ELU: x where positive, else alpha * (exp(x) - 1).</summary>
public sealed class ELU(float alpha = 1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Elu(alpha);
}
