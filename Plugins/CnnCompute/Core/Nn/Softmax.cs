// A layer that turns scores into probabilities.
namespace CnnCompute;

/// <summary>torch.nn.Softmax along <paramref name="dim"/>: exp(x) / sum exp(x).</summary>
public sealed class Softmax(int dim = -1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softmax(dim);
}
