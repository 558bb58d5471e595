// Shows pictures at an angle, at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomPerspective: with probability <paramref name="P"/> each corner moves inwards by up to <paramref name="DistortionScale"/> of
/// half the sides.
/// </summary>
[Named("random-perspective", "Shows pictures at an angle.")]
public sealed record RandomPerspective(
    float DistortionScale = 0.5f, float P = 0.5f, WarpFill Fill = WarpFill.Constant, float Value = 0) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => (Fill, Value);

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Perspective, new DrawRange(DistortionScale), P);
}
