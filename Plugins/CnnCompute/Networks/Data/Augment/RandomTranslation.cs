// Moves pictures at random.
namespace CnnCompute;

/// <summary>
/// Each picture is moved by whole pixels, at most <paramref name="X"/> of its width and <paramref name="Y"/> of its height (torchvision's
/// RandomAffine with translate alone).
/// </summary>
[Named("random-translation", "Moves pictures by shares of their sides.")]
public sealed record RandomTranslation(
    float X = 0.1f, float Y = 0.1f, WarpFill Fill = WarpFill.Constant, float Value = 0, float P = 1) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Affine, DrawRanges.Affine(move: (X, Y)), P);
}
