// An automatic policy of two parameters.
namespace CnnCompute;

/// <summary>
/// torchvision's RandAugment (Cubuk et al., 2020): <paramref name="Steps"/> of fourteen changes, each chosen at random for each picture, all of
/// <paramref name="Magnitude"/> of <paramref name="Bins"/>. Of the chosen changes those of places come first.
/// </summary>
[Named("rand-augment", "Applies some of fourteen changes, all of one strength.")]
public sealed record RandAugment(int Steps = 2, int Magnitude = 9, int Bins = 31) : PolicyTransform
{
    internal override int Rounds => Steps;

    internal override DrawRange Range(int height, int width) =>
        new(0.3f, 150f / 331 * width, 150f / 331 * height, 30, 0.9f, 4, Bins, Magnitude);
}
