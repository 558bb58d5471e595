// A layer that drops residual branches at random while training.
namespace CnnCompute;

/// <summary>
/// torchvision.ops.StochasticDepth: in training mode zeroes each sample (mode "row") or all of them at once (mode "batch") with probability
/// <paramref name="p"/> and scales the others by 1 / (1 - p).
/// </summary>
public sealed class StochasticDepth(float p, string mode = "row") : RandomLayer(p)
{
    private readonly bool batch = mode is "row" or "batch"
        ? mode == "batch"
        : throw new ArgumentException($"StochasticDepth: mode \"{mode}\" is neither \"row\" nor \"batch\"", nameof(mode));

    /// <inheritdoc/>
    protected override Tensor Drop(Tensor x, Tensor key) => x.StochasticDepth(P, key, batch);
}
