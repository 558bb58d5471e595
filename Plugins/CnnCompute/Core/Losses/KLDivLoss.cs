// The Kullback-Leibler divergence.
namespace CnnCompute;

/// <summary>torch.nn.KLDivLoss of log-probabilities: target * (log target - x); targets are logarithms where <paramref name="logTarget"/> says so.</summary>
public sealed class KLDivLoss(LossReduction reduction = LossReduction.Mean, bool logTarget = false)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.KlDiv(target, logTarget, reduction);
}
