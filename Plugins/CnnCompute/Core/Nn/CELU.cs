// A layer of continuously differentiable exponential linear units.
namespace CnnCompute;

/// <summary>torch.nn.CELU: x where positive, else alpha * (exp(x / alpha) - 1).</summary>
public sealed class CELU(float alpha = 1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Celu(alpha);
}
