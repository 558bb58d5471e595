// The loss of independent probabilities.
namespace CnnCompute;

/// <summary>
/// torch.nn.BCELoss: binary cross-entropy of probabilities against targets in [0, 1] of the same shape; <paramref name="weight"/> is [C] for the last
/// axis.
/// </summary>
public sealed class BCELoss(float[]? weight = null, LossReduction reduction = LossReduction.Mean)
{
    private readonly Parameter? weights = LossWeight.Of(weight);

    /// <summary>The loss: a scalar, or its elements where nothing is reduced.</summary>
    public Tensor Forward(Tensor x, Tensor target) => x.BinaryCrossEntropy(target, LossWeight.In(x.Graph, weights), reduction);
}
