// Mirrors pictures at random.
namespace CnnCompute;

/// <summary>torchvision's RandomHorizontalFlip: each picture is mirrored left to right with probability <paramref name="P"/>.</summary>
[Named("random-horizontal-flip", "Mirrors pictures left to right.")]
public sealed record RandomHorizontalFlip(float P = 0.5f) : GeometricTransform
{
    internal override void Draw(WarpPlan plan) => plan.Add(RandomWarp.HorizontalFlip, default, P);
}
