// Cuts a random window out of padded pictures.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomCrop: a window of <paramref name="Size"/> (0: the picture's own) at a random place of the picture with
/// <paramref name="Padding"/> pixels around it, which <paramref name="Fill"/> says. Exact: whole pixels move.
/// </summary>
[Named("random-crop", "Cuts a window at a random place out of the padded picture.")]
public sealed record RandomCrop(int Padding = 4, int Size = 0, WarpFill Fill = WarpFill.Constant, float Value = 0) : GeometricTransform
{
    internal override (WarpFill Fill, float Value)? Outside => Padding > 0 ? (Fill, Value) : null;

    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Crop, new DrawRange(Padding), to: Size > 0 ? (Size, Size) : plan.Size);
}
