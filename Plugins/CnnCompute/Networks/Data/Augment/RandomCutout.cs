// Erases a square of pictures.
namespace CnnCompute;

/// <summary>
/// A square of <paramref name="Size"/> pixels about any pixel becomes <paramref name="Value"/> (DeVries &amp; Taylor, 2017); it may be cut off at the
/// border.
/// </summary>
[Named("cutout", "Erases a square, which may lie partly outside.")]
public sealed record RandomCutout(int Size = 8, float Value = 0, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Cutout, new DrawRange(Size, Value), P);
}
