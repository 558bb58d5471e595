// A layer that averages feature maps to a fixed size.
namespace CnnCompute;

/// <summary>torch.nn.AdaptiveAvgPool2d: [N,C,H,W] becomes [N,C,h,w], each element the mean of its bin.</summary>
public sealed class AdaptiveAvgPool2d(Pair outputSize) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AdaptiveAvgPool2d(outputSize.H, outputSize.W);
}
