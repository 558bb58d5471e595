// A layer that drops whole channels at random while training.
namespace CnnCompute;

/// <summary>
/// torch.nn.Dropout2d: in training mode zeroes each channel of each sample with probability <paramref name="p"/> and scales the others by 1 / (1 -
/// p).
/// </summary>
public sealed class Dropout2d(float p = 0.5f) : RandomLayer(p)
{
    /// <inheritdoc/>
    protected override Tensor Drop(Tensor x, Tensor key) => x.Dropout2d(P, key);
}
