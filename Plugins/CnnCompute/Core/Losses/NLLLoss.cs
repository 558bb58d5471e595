// The loss of log-probabilities.
namespace CnnCompute;

/// <summary>
/// torch.nn.NLLLoss: -weight[label] * x[label] of log-probabilities x [N,C,d...] against I32 labels [N,d...]; negative labels and
/// <paramref name="ignoreIndex"/> count for nothing.
/// </summary>
public sealed class NLLLoss(float[]? weight = null, int ignoreIndex = -100, LossReduction reduction = LossReduction.Mean)
{
    private readonly Parameter? weights = LossWeight.Of(weight);

    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor labels) => x.NllLoss(labels, LossWeight.In(x.Graph, weights), ignoreIndex, reduction);
}
