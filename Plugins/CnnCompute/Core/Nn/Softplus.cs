// A layer of smooth rectified linear units.
namespace CnnCompute;

/// <summary>torch.nn.Softplus: log(1 + exp(beta * x)) / beta; x itself where beta * x exceeds the threshold.</summary>
public sealed class Softplus(float beta = 1, float threshold = 20) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softplus(beta, threshold);
}
