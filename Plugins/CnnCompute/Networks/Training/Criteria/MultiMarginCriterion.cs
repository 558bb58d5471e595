// The hinge loss of a batch.
namespace CnnCompute;

/// <summary>
/// torch.nn.MultiMarginLoss of scores: the hinge loss of multi-class support vector machines. Against the targets of mixed pictures it is the mean
/// over classes by their share.
/// </summary>
/// <param name="P">1 for the hinge, 2 for its square.</param>
/// <param name="Margin">How far the right score must lie above the others.</param>
/// <param name="DivideByClasses">Whether sums over classes are divided by their number, as PyTorch does and textbooks do not.</param>
/// <param name="ClassWeights">How much each class counts; null for equally.</param>
/// <exception cref="ArgumentOutOfRangeException">P is neither 1 nor 2.</exception>
[Named("multi-margin", "The hinge loss of support vector machines: wrong scores that come nearer than a margin to the right one.")]
public sealed record MultiMarginCriterion(int P = 1, float Margin = 1, bool DivideByClasses = true, IReadOnlyList<float>? ClassWeights = null)
    : RowCriterion(ClassWeights)
{
    /// <summary>1 for the hinge, 2 for its square.</summary>
    public int P { get; init; } = P is 1 or 2 ? P : throw new ArgumentOutOfRangeException(nameof(P), P, "Multi-margin: p must be 1 or 2");

    private protected override Tensor Rows(Tensor output, TrainingBatch batch)
    {
        if (batch.Targets is not { } targets)
            return new MultiMarginLoss(P, Margin, Weights, LossReduction.None, DivideByClasses).Forward(output, batch.Labels);
        var (n, classes) = (output.Shape[0], output.Shape[1]);
        // Row k: what each score exceeds that of class k by; the class itself gives the margin, which is taken off.
        var over = (output.Reshape(n, 1, classes) - output.Reshape(n, classes, 1) + Margin).Relu().Pow(P).Sum([2]) - MathF.Pow(MathF.Max(0, Margin), P);
        return (Weighted(targets) * over).Sum([1]) * (DivideByClasses ? 1f / classes : 1);
    }
}
