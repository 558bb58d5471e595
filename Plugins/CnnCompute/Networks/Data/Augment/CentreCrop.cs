// Cuts the middle out of pictures.
namespace CnnCompute;

/// <summary>
/// torchvision's CenterCrop: the middle <paramref name="Size"/> x Size pixels.
/// </summary>
[Named("centre-crop", "Cuts out the middle.")]
public sealed record CentreCrop(int Size) : GeometricTransform
{
    internal override void Draw(WarpPlan plan) =>
        plan.Add(RandomWarp.CentreCrop, default, to: (Size, Size));

    internal override bool IsRandom => false;
}
