// A layer that turns channels into pixels.
namespace CnnCompute;

/// <summary>torch.nn.PixelShuffle: [N, C*r*r, H, W] becomes [N, C, H*r, W*r].</summary>
public sealed class PixelShuffle(int upscaleFactor) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.PixelShuffle(upscaleFactor);
}
