// Stretches each channel of pictures to 0 to 255, at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomAutocontrast, with probability <paramref name="P"/>.
/// </summary>
[Named("random-autocontrast", "Stretches each channel of pictures to 0 to 255, at random.")]
public sealed record RandomAutoContrast(float P = 0.5f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.AutoContrast, default, P);
}
