// Brings pictures to a size.
namespace CnnCompute;

/// <summary>
/// Each picture as <paramref name="Height"/> x <paramref name="Width"/>, bilinear, antialiased where it shrinks.
/// </summary>
[Named("resize", "Brings pictures to a size.")]
public sealed record ResizeTo(int Height, int Width) : GeometricTransform
{
    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.Resize, default, to: (Height, Width));

    internal override bool IsRandom => false;
}
