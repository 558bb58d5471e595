// A layer that drops elements at random while training.
namespace CnnCompute;

/// <summary>
/// torch.nn.Dropout: in training mode zeroes each element with probability <paramref name="p"/> and scales the others by 1 / (1 - p).
/// </summary>
public sealed class Dropout(float p = 0.5f) : RandomLayer(p)
{
    /// <summary>Name of the value that a graph with random layers needs.</summary>
    public const string KeyName = "dropout.key";

    /// <inheritdoc/>
    protected override Tensor Drop(Tensor x, Tensor key) => x.Dropout(P, key);
}
