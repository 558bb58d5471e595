// A layer that turns scores into logarithms of probabilities.
namespace CnnCompute;

/// <summary>torch.nn.LogSoftmax along <paramref name="dim"/>: x - log sum exp(x).</summary>
public sealed class LogSoftmax(int dim = -1) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LogSoftmax(dim);
}
