// Shears pictures at random.
namespace CnnCompute;

/// <summary>
/// Each picture is sheared about its middle by at most <paramref name="X"/> and <paramref name="Y"/> degrees along the axes (torchvision's
/// RandomAffine with shear alone).
/// </summary>
[Named("random-shear", "Shears pictures about their middle.")]
public sealed record RandomShear(float X = 15, float Y = 0, WarpFill Fill = WarpFill.Constant, float Value = 0, float P = 1) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Affine, DrawRanges.Affine(shear: (X, Y)), P);
}
