// Sharpens or blurs pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomAdjustSharpness: <paramref name="Factor"/> 0 is a blurred picture, 1 itself, 2 a sharper one; with probability
/// <paramref name="P"/>.
/// </summary>
[Named("random-sharpness", "Sharpens pictures, or blurs them a little.")]
public sealed record RandomSharpness(float Factor = 2, float P = 0.5f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Sharpness, new DrawRange(Factor), P);
}
