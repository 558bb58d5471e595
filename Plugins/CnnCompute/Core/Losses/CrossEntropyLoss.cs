// The loss of classification.
namespace CnnCompute;

/// <summary>
/// torch.nn.CrossEntropyLoss: -log softmax(scores)[label], where with label smoothing e the target gives 1 - e + e/C to the label and e/C to every
/// other class. Negative labels (padding) count for nothing.
/// </summary>
public sealed class CrossEntropyLoss
{
    private readonly float labelSmoothing;
    private readonly int ignoreIndex;
    private readonly LossReduction reduction;
    private readonly Parameter? weight;

    /// <summary>A loss with the given smoothing and class weights [C].</summary>
    /// <param name="labelSmoothing">Share of the target that is spread evenly.</param>
    /// <param name="weight">A weight for each class.</param>
    /// <param name="ignoreIndex">A label that is not counted.</param>
    /// <param name="reduction">The mean is over labels that count, by their weights.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is not in [0, 1).</exception>
    public CrossEntropyLoss(float labelSmoothing = 0, float[]? weight = null, int ignoreIndex = -100, LossReduction reduction = LossReduction.Mean)
    {
        if (labelSmoothing is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(labelSmoothing), labelSmoothing,
                "CrossEntropyLoss: label smoothing must be at least 0 and less than 1");
        }
        (this.labelSmoothing, this.ignoreIndex, this.reduction, this.weight) = (labelSmoothing, ignoreIndex, reduction, LossWeight.Of(weight));
    }

    /// <summary>The loss of scores [N,C,d...] (logits) against labels [N,d...], I32, or probabilities [N,C,d...].</summary>
    public Tensor Forward(Tensor scores, Tensor target) =>
        scores.CrossEntropy(target, labelSmoothing, LossWeight.In(scores.Graph, weight), ignoreIndex, reduction);
}
