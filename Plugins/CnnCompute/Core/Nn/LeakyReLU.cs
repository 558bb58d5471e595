// A layer of leaky rectified linear units.
namespace CnnCompute;

/// <summary>torch.nn.LeakyReLU: x where positive, else negativeSlope * x.</summary>
public sealed class LeakyReLU(float negativeSlope = 0.01f) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LeakyRelu(negativeSlope);
}
