// Inverts pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomInvert, with probability <paramref name="P"/>.
/// </summary>
[Named("random-invert", "Inverts pictures at random.")]
public sealed record RandomInvert(float P = 0.5f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Invert, default, P);
}
