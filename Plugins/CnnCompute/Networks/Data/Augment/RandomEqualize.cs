// Makes all values of pictures equally frequent, at random.
namespace CnnCompute;

/// <summary>
/// torchvision's RandomEqualize, with probability <paramref name="P"/>.
/// </summary>
[Named("random-equalize", "Makes all values of pictures equally frequent, at random.")]
public sealed record RandomEqualize(float P = 0.5f) : ColourTransform
{
    internal override void Draw(ColourPlan plan) =>
        plan.Add(RandomColour.Equalize, default, P);
}
