// Turns pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomRotation: each picture is turned counter-clockwise about its middle by an angle between -<paramref name="Degrees"/> and
/// Degrees, or of <paramref name="Range"/>.
/// </summary>
[Named("random-rotation", "Turns pictures about their middle.")]
public sealed record RandomRotation(
    float Degrees = 15, (double Low, double High)? Range = null, WarpFill Fill = WarpFill.Constant, float Value = 0, float P = 1) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Affine,
            DrawRanges.Affine(((float)-(Range?.High ?? Degrees), (float)-(Range?.Low ?? -Degrees))), P);
}
