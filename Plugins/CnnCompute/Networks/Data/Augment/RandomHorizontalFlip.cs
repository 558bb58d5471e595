// Mirrors pictures at random.
namespace CnnCompute;

/// <summary>torchvision's RandomHorizontalFlip: each picture is mirrored left to right with probability <paramref name="P"/>.</summary>
public sealed record RandomHorizontalFlip(float P = 0.5f) : Transform
{
    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) => batch with { Images = batch.Images.RandomFlip(batch.Samples, batch.Key, P) };
}
