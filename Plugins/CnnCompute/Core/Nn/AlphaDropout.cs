// A layer of dropout for self-normalising networks.
namespace CnnCompute;

/// <summary>
/// torch.nn.AlphaDropout: in training mode drops elements to SELU's limit with probability <paramref name="p"/>, such that mean 0 and variance 1 stay
/// so.
/// </summary>
public sealed class AlphaDropout(float p = 0.5f) : RandomLayer(p)
{
    /// <inheritdoc/>
    protected override Tensor Drop(Tensor x, Tensor key) => x.AlphaDropout(P, key);
}
