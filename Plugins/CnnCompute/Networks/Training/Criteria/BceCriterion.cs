// Binary cross-entropy of a batch.
namespace CnnCompute;

/// <summary>
/// torch.nn.BCEWithLogitsLoss of scores against one-hot labels or the targets of mixed pictures: every class is a question of its own.
/// </summary>
/// <param name="ClassWeights">How much each class counts; null for equally.</param>
[Named("bce", "Binary cross-entropy: every class is a yes-or-no question of its own.")]
public sealed record BceCriterion(IReadOnlyList<float>? ClassWeights = null) : RowCriterion(ClassWeights)
{
    private protected override Tensor Rows(Tensor output, TrainingBatch batch) =>
        new BCEWithLogitsLoss(Weights, reduction: LossReduction.None).Forward(output, Wanted(batch)).Mean([1]);
}
