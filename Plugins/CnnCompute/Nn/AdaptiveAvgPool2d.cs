// A layer that averages feature maps to a given size.
namespace CnnCompute;

/// <summary>torch.nn.AdaptiveAvgPool2d: [N,C,H,W] becomes [N,C,h,w], each output the mean of its share of the input.</summary>
public sealed class AdaptiveAvgPool2d(Pair outputSize) : Module
{
    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The input's size is no multiple of the output's.</exception>
    public override Tensor Forward(Tensor x)
    {
        if (outputSize == 1)
            return x.GlobalAvgPool();
        if (x.Shape.Rank == 4 && outputSize == (x.Shape[2], x.Shape[3]))
            return x;
        if (x.Shape.Rank != 4 || x.Shape[2] % outputSize.H != 0 || x.Shape[3] % outputSize.W != 0)
            throw new NotSupportedException($"AdaptiveAvgPool2d: {x.Shape} to {outputSize.H}×{outputSize.W}; the input's size must be a multiple of the output's");
        var window = (x.Shape[2] / outputSize.H, x.Shape[3] / outputSize.W);
        return x.AvgPool2d(new PoolWindow(window, window, (0, 0), (1, 1), false));
    }
}
