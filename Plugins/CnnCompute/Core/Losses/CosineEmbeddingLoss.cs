// The loss of pairs of vectors that should be alike or not.
namespace CnnCompute;

/// <summary>torch.nn.CosineEmbeddingLoss of vectors [N,D]: 1 - cos where the target [N] is 1, max(0, cos - margin) where it is -1.</summary>
public sealed class CosineEmbeddingLoss(float margin = 0, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor first, Tensor second, Tensor target) => first.CosineEmbeddingLoss(second, target, margin, reduction);
}
