// Makes pictures darker and brighter at random.
namespace CnnCompute;

/// <summary>
/// torchvision's adjust_brightness by a factor of 1 - <paramref name="Amount"/> to 1 + Amount (not below 0), with probability
/// <paramref name="P"/>.
/// </summary>
[Named("random-brightness", "Makes pictures darker and brighter at random.")]
public sealed record RandomBrightness(float Amount = 0.4f, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Brightness, new DrawRange(Math.Max(0, 1 - Amount), 1 + Amount), P);
}
