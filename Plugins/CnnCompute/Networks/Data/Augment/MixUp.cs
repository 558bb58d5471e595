// Mixes the pictures of a batch with each other.
namespace CnnCompute;

/// <summary>
/// torchvision's MixUp (Zhang et al., 2018): each picture and its target mixed with those of the row before it, by a share of
/// Beta(<paramref name="Alpha"/>, Alpha) that the batch has in common; with probability <paramref name="P"/>.
/// </summary>
[Named("mixup", "Mixes pictures and their targets in pairs.")]
public sealed record MixUp(float Alpha = 1, float P = 1) : Transform
{
    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) => batch.Mixed(Alpha, false, P);
}
