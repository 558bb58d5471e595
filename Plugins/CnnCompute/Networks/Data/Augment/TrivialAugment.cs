// An automatic policy without parameters.
namespace CnnCompute;

/// <summary>
/// torchvision's TrivialAugmentWide (Müller &amp; Hutter, 2021): one of fourteen changes of a random strength of <paramref name="Bins"/>, chosen
/// at random for each picture.
/// </summary>
[Named("trivial-augment", "Applies one of fourteen changes, of random strength.")]
public sealed record TrivialAugment(int Bins = 31) : PolicyTransform
{
    internal override int Rounds => 1;

    internal override DrawRange Range(int height, int width) => new(0.99f, 32, 32, 135, 0.99f, 6, Bins, -1);
}
