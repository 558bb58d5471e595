// Moves the hue of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's adjust_hue by -<paramref name="Amount"/> to Amount of the circle of hues (0.5 at most), with probability <paramref name="P"/>.
/// </summary>
[Named("random-hue", "Moves the hue of pictures at random.")]
public sealed record RandomHue(float Amount = 0.1f, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Hue, new DrawRange(-Amount, Amount), P);
}
