// Moves pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomCrop with padding: each picture is moved by up to <paramref name="Pixels"/> along both axes; black, or the edge repeated,
/// comes in.
/// </summary>
public sealed record RandomShift(int Pixels, bool EdgeFill = false) : Transform
{
    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) =>
        batch with { Images = batch.Images.RandomShift(batch.Samples, batch.Key, Pixels, EdgeFill) };
}
