// The loss of structural dissimilarity.
namespace CnnCompute;

/// <summary>1 - the structural similarity of pictures [N,C,H,W] (Wang et al., 2004) with a Gaussian window.</summary>
public sealed class SsimLoss(float dataRange = 1, int windowSize = 11, float sigma = 1.5f, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => 1 - x.Ssim(target, dataRange, windowSize, sigma, reduction);
}
