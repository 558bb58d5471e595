// The mean squared error of a batch.
namespace CnnCompute;

/// <summary>torch.nn.MSELoss of scores against one-hot labels or the targets of mixed pictures.</summary>
/// <param name="ClassWeights">How much each class's column counts; null for equally.</param>
[Named("mse", "The mean squared distance of scores from one for the right class and zero for the others.")]
public sealed record MseCriterion(IReadOnlyList<float>? ClassWeights = null) : RowCriterion(ClassWeights)
{
    private protected override Tensor Rows(Tensor output, TrainingBatch batch) =>
        Weighted(output.MseLoss(Wanted(batch), LossReduction.None)).Mean([1]);
}
