// Inverts the bright parts of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomSolarize: values of <paramref name="Threshold"/> and more are inverted, with probability <paramref name="P"/>.
/// </summary>
[Named("random-solarize", "Inverts what is bright.")]
public sealed record RandomSolarize(float Threshold = 128, float P = 0.5f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Solarize, new DrawRange(Threshold), P);
}
