// Scales pixels to what the network wants.
namespace CnnCompute;

/// <summary>torchvision's Normalize: byte * scale + shift per channel.</summary>
public sealed record Normalize(PixelNorm Norm) : Transform
{
    internal override bool IsRandom => false;

    /// <inheritdoc/>
    public override TrainingBatch Apply(TrainingBatch batch) => batch with { Images = batch.Images.Normalize(Norm) };
}
