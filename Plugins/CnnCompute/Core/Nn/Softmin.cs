// A layer of softmax of the negative.
namespace CnnCompute;

/// <summary>torch.nn.Softmin: exp(-x) / sum exp(-x) along <paramref name="dim"/>.</summary>
public sealed class Softmin(int dim = -1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => (-x).Softmax(dim);
}
