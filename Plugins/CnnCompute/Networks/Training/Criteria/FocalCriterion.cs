// The focal loss of a batch.
namespace CnnCompute;

/// <summary>
/// The focal loss of a softmax (Lin et al., "Focal Loss for Dense Object Detection", 2017): cross-entropy in which the term of a class with
/// probability p counts (1 - p)^gamma times, so that what is easy is left alone.
/// </summary>
/// <param name="Gamma">0 is cross-entropy; at least 1 else, as gradients of sure samples would grow without bound.</param>
/// <param name="ClassWeights">How much each class counts (the paper's alpha); null for equally.</param>
/// <exception cref="ArgumentOutOfRangeException">Gamma is negative, or between 0 and 1.</exception>
[Named("focal", "Cross-entropy in which sure samples count less: by (1 - p) to the power of gamma.")]
public sealed record FocalCriterion(float Gamma = 2, IReadOnlyList<float>? ClassWeights = null) : RowCriterion(ClassWeights)
{
    /// <summary>How strongly what is easy is left alone.</summary>
    public float Gamma { get; init; } = Gamma is 0 or >= 1 and < float.PositiveInfinity
        ? Gamma
        : throw new ArgumentOutOfRangeException(nameof(Gamma), Gamma, "Focal loss: gamma must be 0, or at least 1");

    private protected override Tensor Rows(Tensor output, TrainingBatch batch)
    {
        var logs = output.LogSoftmax(1);
        var terms = Wanted(batch) * logs;
        // Rounding may put probabilities beyond 1, of which there are no powers.
        return -Weighted(Gamma == 0 ? terms : terms * (1 - logs.Exp()).Clamp(min: 0).Pow(Gamma)).Sum([1]);
    }
}
