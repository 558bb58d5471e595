// Moves pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomCrop with padding: each picture is moved by up to <paramref name="Pixels"/> along both axes; black, or the edge repeated,
/// comes in.
/// </summary>
[Named("random-shift", "Moves pictures by whole pixels.")]
public sealed record RandomShift(int Pixels, bool EdgeFill = false) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (EdgeFill ? WarpFill.Edge : WarpFill.Constant, 0);

    internal override void Draw(WarpPlan plan) => plan.Add(RandomWarp.Crop, new DrawRange(Pixels));
}
