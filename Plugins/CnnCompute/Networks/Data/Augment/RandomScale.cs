// Enlarges and shrinks pictures at random.
namespace CnnCompute;

/// <summary>
/// Each picture is scaled about its middle by <paramref name="Low"/> to <paramref name="High"/> (torchvision's RandomAffine with scale alone).
/// </summary>
[Named("random-scale", "Scales pictures about their middle.")]
public sealed record RandomScale(
    float Low = 0.8f, float High = 1.2f, WarpFill Fill = WarpFill.Constant, float Value = 0, float P = 1) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Affine, DrawRanges.Affine(scale: (Low, High)), P);
}
