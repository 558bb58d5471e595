// The loss of squared differences.
namespace CnnCompute;

/// <summary>torch.nn.MSELoss: (x - target)².</summary>
public sealed class MSELoss(LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.MseLoss(target, reduction);
}
