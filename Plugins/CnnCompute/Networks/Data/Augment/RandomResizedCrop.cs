// Cuts a random window out of pictures and brings it to a size.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomResizedCrop: a window of a random share of the area (<paramref name="Scale"/>, null for 0.08 to 1) and a random aspect
/// (<paramref name="Ratio"/>, null for 3/4 to 4/3), brought to <paramref name="Size"/> x Size.
/// </summary>
[Named("random-resized-crop", "Cuts a window of random size and aspect and brings it to a size.")]
public sealed record RandomResizedCrop(
    int Size, (double Low, double High)? Scale = null, (double Low, double High)? Ratio = null) : GeometricTransform
{
    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.ResizedCrop, DrawRanges.Of(Scale ?? (0.08, 1), Ratio ?? (3.0 / 4, 4.0 / 3)), to: (Size, Size));
}
