// Turns, moves, scales and shears pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomAffine: turned by up to <paramref name="Degrees"/>, moved by up to <paramref name="TranslateX"/> of the width and
/// <paramref name="TranslateY"/> of the height (whole pixels), scaled by a number of <paramref name="Scale"/> (null for 1), sheared by up to
/// <paramref name="ShearX"/> and <paramref name="ShearY"/> degrees.
/// </summary>
[Named("random-affine", "Turns, moves, scales and shears pictures in one step.")]
public sealed record RandomAffine(
    float Degrees = 10, float TranslateX = 0, float TranslateY = 0, (double Low, double High)? Scale = null, float ShearX = 0, float ShearY = 0,
    WarpFill Fill = WarpFill.Constant, float Value = 0, float P = 1) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Affine, DrawRanges.Affine((-Degrees, Degrees), (TranslateX, TranslateY),
            ((float)(Scale?.Low ?? 1), (float)(Scale?.High ?? 1)), (ShearX, ShearY)), P);
}
