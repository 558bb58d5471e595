// Erases a rectangle of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomErasing: with probability <paramref name="P"/> a rectangle of a random share of the area (<paramref name="Scale"/>, null
/// for 0.02 to 0.33) and a random aspect (<paramref name="Ratio"/>, null for 0.3 to 3.3) becomes <paramref name="Value"/> (0 to 255), or noise
/// where that is -1.
/// </summary>
[Named("random-erasing", "Erases a rectangle of random size.")]
public sealed record RandomErasing(
    float P = 0.5f, (double Low, double High)? Scale = null, (double Low, double High)? Ratio = null, float Value = 0) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Erase, DrawRanges.Of(Scale ?? (0.02, 0.33), Ratio ?? (0.3, 3.3)) with { E = Value }, P);
}
