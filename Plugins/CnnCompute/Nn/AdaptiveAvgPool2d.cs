// A layer that averages whole feature maps.
namespace CnnCompute;

/// <summary>torch.nn.AdaptiveAvgPool2d with output size 1, the one that networks use: [N,C,H,W] becomes [N,C,1,1].</summary>
public sealed class AdaptiveAvgPool2d : Module
{
    /// <summary>Averages to <paramref name="outputSize"/>, which must be 1.</summary>
    /// <exception cref="NotSupportedException">Another size.</exception>
    public AdaptiveAvgPool2d(Pair outputSize)
    {
        if (outputSize != 1)
            throw new NotSupportedException($"AdaptiveAvgPool2d: output size {outputSize.H}×{outputSize.W}; only 1×1 is supported, use AvgPool2d for others");
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.GlobalAvgPool();
}
