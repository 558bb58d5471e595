// A layer of instance normalisation.
namespace CnnCompute;

/// <summary>torch.nn.InstanceNorm2d: instance normalisation of [N,C,H,W].</summary>
/// <param name="numFeatures">Channels of the input.</param>
/// <param name="eps">Added to the variance.</param>
/// <param name="momentum">Share of the batch in the new running statistics.</param>
/// <param name="affine">Whether it has a scale and a shift per channel.</param>
/// <param name="trackRunningStats">Whether it keeps running statistics, by which it normalises in evaluation mode.</param>
public sealed class InstanceNorm2d(int numFeatures, float eps = 1e-5f, float momentum = 0.1f, bool affine = false, bool trackRunningStats = false)
    : InstanceNorm(numFeatures, eps, momentum, affine, trackRunningStats)
{
    /// <inheritdoc/>
    protected override int Rank => 4;
}
