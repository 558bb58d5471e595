// Puts parts of a batch's pictures into each other.
namespace CnnCompute;

/// <summary>
/// torchvision's CutMix (Yun et al., 2019): a rectangle of each picture comes from the row before it, its target in proportion to the area; the
/// area is 1 - Beta(<paramref name="Alpha"/>, Alpha); with probability <paramref name="P"/>.
/// </summary>
[Named("cutmix", "Replaces a rectangle by another picture's, and the target in proportion.")]
public sealed record CutMix(float Alpha = 1, float P = 1) : Transform
{
    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) => batch.Mixed(Alpha, true, P);
}
