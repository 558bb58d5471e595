// The loss of independent yes-or-no scores.
namespace CnnCompute;

/// <summary>
/// torch.nn.BCEWithLogitsLoss: binary cross-entropy of logits against targets in [0, 1] of the same shape; <paramref name="weight"/> and
/// <paramref name="posWeight"/> are [C] for the last axis.
/// </summary>
public sealed class BCEWithLogitsLoss(float[]? weight = null, float[]? posWeight = null, LossReduction reduction = LossReduction.Mean)
{
    private readonly Parameter? weights = LossWeight.Of(weight), positive = LossWeight.Of(posWeight);

    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) =>
        x.BinaryCrossEntropyWithLogits(target, LossWeight.In(x.Graph, weights), LossWeight.In(x.Graph, positive), reduction);
}
