// A layer that takes maxima of feature maps to a fixed size.
namespace CnnCompute;

/// <summary>torch.nn.AdaptiveMaxPool2d: [N,C,H,W] becomes [N,C,h,w], each element the largest of its bin.</summary>
public sealed class AdaptiveMaxPool2d(Pair outputSize) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveMaxPool2d(outputSize.H, outputSize.W);
}
