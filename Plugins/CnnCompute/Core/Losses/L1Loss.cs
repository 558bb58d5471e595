// The loss of absolute differences.
namespace CnnCompute;

/// <summary>torch.nn.L1Loss: |x - target|.</summary>
public sealed class L1Loss(LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.L1Loss(target, reduction);
}
