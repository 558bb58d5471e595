// Adds noise to pictures.
namespace CnnCompute;

/// <summary>
/// torchvision's GaussianNoise: normal noise of deviation <paramref name="Sigma"/> (1 is white) is added to each value, which stays within black and
/// white.
/// </summary>
[Named("gaussian-noise", "Adds normal noise to each value.")]
public sealed record GaussianNoise(float Sigma = 0.1f, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Noise, new DrawRange(Sigma * 255, Sigma * 255), P);
}
