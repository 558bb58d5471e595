// A layer of leaky rectified linear units with random slopes.
namespace CnnCompute;

/// <summary>
/// torch.nn.RReLU (Xu et al., 2015): x where positive, else a * x; in training mode a is drawn for each element uniformly from
/// [<paramref name="lower"/>, <paramref name="upper"/>), by the key named <see cref="Dropout.KeyName"/>, otherwise it is the mean of the two.
/// </summary>
public sealed class RReLU(float lower = 1f / 8, float upper = 1f / 3) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        Training ? x.RRelu(x.Graph.Value(Dropout.KeyName, new Shape(2), DType.I32), lower, upper) : x.LeakyRelu((lower + upper) / 2);
}
