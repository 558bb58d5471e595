// The loss of triplets: an anchor, a vector that should be near and one that should be far.
namespace CnnCompute;

/// <summary>torch.nn.TripletMarginLoss: max(0, |anchor - positive| - |anchor - negative| + margin) in the 1- or 2-norm.</summary>
public sealed class TripletMarginLoss(float margin = 1, int p = 2, float eps = 1e-6f, bool swap = false, LossReduction reduction = LossReduction.Mean)
{
    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor anchor, Tensor positive, Tensor negative) => anchor.TripletMarginLoss(positive, negative, margin, p, eps, swap, reduction);
}
