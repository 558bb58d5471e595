// Changes the contrast of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's adjust_contrast by a factor of 1 - <paramref name="Amount"/> to 1 + Amount (not below 0), with probability
/// <paramref name="P"/>.
/// </summary>
[Named("random-contrast", "Changes the contrast of pictures at random.")]
public sealed record RandomContrast(float Amount = 0.4f, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Contrast, new DrawRange(Math.Max(0, 1 - Amount), 1 + Amount), P);
}
