// A layer that cuts a random square out of each image while training.
namespace CnnCompute;

/// <summary>
/// Cutout (DeVries and Taylor, 2017): in training mode zeroes a square of <paramref name="size"/> pixels of each image of [N,C,H,W].
/// </summary>
public sealed class Cutout(int size) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Training && size > 0 ? x.Cutout(size, RandomLayer.Key(x.Graph)) : x;
}
