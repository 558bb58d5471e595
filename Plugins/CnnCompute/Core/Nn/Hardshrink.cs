// A layer of hard shrinkages.
namespace CnnCompute;

/// <summary>torch.nn.Hardshrink: x where |x| exceeds lambda, else 0.</summary>
public sealed class Hardshrink(float lambda = 0.5f) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Hardshrink(lambda);
}
