// Changes brightness, contrast, saturation and hue of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's ColorJitter: brightness, contrast and saturation times 1 - amount to 1 + amount, hue moved by up to <paramref name="Hue"/> of the
/// circle, in random order.
/// </summary>
[Named("colour-jitter", "Changes brightness, contrast, saturation and hue in random order.")]
public sealed record ColourJitter(float Brightness = 0, float Contrast = 0, float Saturation = 0, float Hue = 0, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Jitter, new DrawRange(Math.Max(0, 1 - Brightness), 1 + Brightness, Math.Max(0, 1 - Contrast), 1 + Contrast,
            Math.Max(0, 1 - Saturation), 1 + Saturation, -Hue, Hue), P);
}
