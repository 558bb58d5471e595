// Smooths pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's GaussianBlur: each picture, with probability <paramref name="P"/>, smoothed by a Gaussian of <paramref name="Low"/> to
/// <paramref name="High"/> pixels, cut off at a window of <paramref name="KernelSize"/>.
/// </summary>
[Named("gaussian-blur", "Smooths pictures by a Gaussian of random width.")]
public sealed record GaussianBlur(int KernelSize = 5, float Low = 0.1f, float High = 2, float P = 1) : Transform
{
    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) =>
        batch with { Images = batch.Images.RandomBlur(batch.Samples, batch.Key, KernelSize, Low, High, P) };
}
