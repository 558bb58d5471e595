// The loss of differences that are squared when small.
namespace CnnCompute;

/// <summary>torch.nn.SmoothL1Loss: with d = |x - target|, d²/2/beta below beta, d - beta/2 above.</summary>
public sealed class SmoothL1Loss(float beta = 1, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.SmoothL1Loss(target, beta, reduction);
}
