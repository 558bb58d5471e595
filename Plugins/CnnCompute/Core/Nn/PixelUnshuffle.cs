// A layer that turns pixels into channels.
namespace CnnCompute;

/// <summary>torch.nn.PixelUnshuffle: [N, C, H*r, W*r] becomes [N, C*r*r, H, W].</summary>
public sealed class PixelUnshuffle(int downscaleFactor) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.PixelUnshuffle(downscaleFactor);
}
