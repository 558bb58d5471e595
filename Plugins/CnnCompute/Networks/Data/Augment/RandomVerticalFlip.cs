// Turns pictures upside down at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomVerticalFlip: each picture is mirrored top to bottom with probability <paramref name="P"/>.
/// </summary>
[Named("random-vertical-flip", "Mirrors pictures top to bottom.")]
public sealed record RandomVerticalFlip(float P = 0.5f) : GeometricTransform
{
    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.VerticalFlip, default, P);
}
