// The loss of multi-class support vector machines.
namespace CnnCompute;

/// <summary>
/// torch.nn.MultiMarginLoss: the sum over other classes of max(0, margin - x[label] + x[class])^p, p 1 or 2, of scores x [N,C] against I32 labels
/// [N]; divided by C as PyTorch does unless <paramref name="divideByClasses"/> is false.
/// </summary>
public sealed class MultiMarginLoss(
    int p = 1, float margin = 1, float[]? weight = null, LossReduction reduction = LossReduction.Mean, bool divideByClasses = true)
{
    private readonly Parameter? weights = LossWeight.Of(weight);

    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor labels) =>
        x.MultiMarginLoss(labels, p, margin, LossWeight.In(x.Graph, weights), reduction, divideByClasses);
}
