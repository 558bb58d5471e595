// Changes the gamma of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's adjust_gamma by a power of <paramref name="Low"/> to <paramref name="High"/>, with probability <paramref name="P"/>.
/// </summary>
[Named("random-gamma", "Changes the gamma of pictures at random.")]
public sealed record RandomGamma(float Low = 0.7f, float High = 1.5f, float P = 1) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Gamma, new DrawRange(Low, High), P);
}
