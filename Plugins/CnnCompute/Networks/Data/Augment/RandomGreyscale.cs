// Takes the colour out of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomGrayscale, with probability <paramref name="P"/>.
/// </summary>
[Named("random-greyscale", "Takes the colour out of pictures at random.")]
public sealed record RandomGreyscale(float P = 0.1f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Greyscale, default, P);
}
