// Mirrors pictures in every second epoch.
namespace CnnCompute;

/// <summary>
/// airbench's alternating flip (Jordan, "94% on CIFAR-10 in 3.29 Seconds on a Single GPU", 2024): each picture is mirrored left to right in every
/// second epoch, half of all in each, so that two epochs show both views of every picture, which flips at random do for half of them.
/// </summary>
[Named("alternating-horizontal-flip", "Mirrors pictures left to right in every second epoch, half of them in each.")]
public sealed record AlternatingHorizontalFlip : GeometricTransform
{
    internal override void Draw(WarpPlan plan) => plan.Add(RandomWarp.AlternatingFlip, default);
}
