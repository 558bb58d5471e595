// The dropout of the first paper, which scales when it is tested.
namespace CnnCompute;

/// <summary>
/// Dropout as it was first written (Hinton et al., 2012): in training mode zeroes each element with probability <paramref name="p"/> and leaves the
/// others as they are; in evaluation mode multiplies by 1 - p. What follows expects as much in both modes, as behind <see cref="Dropout"/>.
/// </summary>
/// <exception cref="ArgumentOutOfRangeException">p is not in [0, 1).</exception>
public sealed class ClassicDropout(float p = 0.5f) : Module
{
    private readonly float kept = p is >= 0 and < 1
        ? 1 - p
        : throw new ArgumentOutOfRangeException(nameof(p), p, "ClassicDropout: the probability must be at least 0 and less than 1");

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) =>
        kept == 1 ? x : (Training ? x.Dropout(1 - kept, RandomLayer.Key(x.Graph)) : x).Scale(kept);
}
