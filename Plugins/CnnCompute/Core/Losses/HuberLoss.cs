// Huber's loss.
namespace CnnCompute;

/// <summary>torch.nn.HuberLoss: with d = |x - target|, d²/2 below delta, delta * (d - delta/2) above.</summary>
public sealed class HuberLoss(float delta = 1, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.HuberLoss(target, delta, reduction);
}
