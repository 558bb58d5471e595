// A layer of soft shrinkages.
namespace CnnCompute;

/// <summary>torch.nn.Softshrink: x drawn towards 0 by lambda, 0 where |x| is less.</summary>
public sealed class Softshrink(float lambda = 0.5f) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softshrink(lambda);
}
