// Cross-entropy of a batch.
namespace CnnCompute;

/// <summary>
/// torch.nn.CrossEntropyLoss of logits: against labels the mean by class weights, against the targets of mixed pictures the mean over rows.
/// </summary>
/// <param name="LabelSmoothing">Share of what is wanted that is spread evenly over all classes.</param>
/// <param name="ClassWeights">How much each class counts; null for equally.</param>
/// <exception cref="ArgumentOutOfRangeException">The smoothing is not in [0, 1).</exception>
[Named("cross-entropy", "Minus the logarithm of the right class's probability; labels may be smoothed, classes weighted.")]
public sealed record CrossEntropyCriterion(float LabelSmoothing = 0, IReadOnlyList<float>? ClassWeights = null) : RowCriterion(ClassWeights)
{
    /// <summary>Share of what is wanted that is spread evenly over all classes.</summary>
    public float LabelSmoothing { get; init; } = LabelSmoothing is >= 0 and < 1 ? LabelSmoothing : throw new ArgumentOutOfRangeException(
        nameof(LabelSmoothing), LabelSmoothing, "Cross-entropy: labelSmoothing must be at least 0 and less than 1");

    /// <inheritdoc/>
    public override Tensor Loss(Tensor output, TrainingBatch batch)
    {
        if (batch.Targets is not null)
            return base.Loss(output, batch);
        Check(output, batch);
        return new CrossEntropyLoss(LabelSmoothing, Weights).Forward(output, batch.Labels);
    }

    private protected override Tensor Rows(Tensor output, TrainingBatch batch) =>
        new CrossEntropyLoss(LabelSmoothing, Weights, reduction: LossReduction.None).Forward(output, Wanted(batch));
}
