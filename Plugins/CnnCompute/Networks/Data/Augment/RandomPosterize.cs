// Takes bits from the bytes of pictures at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomPosterize: <paramref name="Bits"/> bits of each byte are left, with probability <paramref name="P"/>.
/// </summary>
[Named("random-posterize", "Leaves few bits of each byte.")]
public sealed record RandomPosterize(int Bits = 4, float P = 0.5f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Posterize, new DrawRange(Bits), P);
}
