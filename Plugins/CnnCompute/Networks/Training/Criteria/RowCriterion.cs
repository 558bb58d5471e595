// The base of criteria that judge every row by itself.
namespace CnnCompute;

/// <summary>A loss that is the mean of one number per row, padding rows left out.</summary>
/// <param name="ClassWeights">How much each class counts; null for equally.</param>
public abstract record RowCriterion(IReadOnlyList<float>? ClassWeights) : Criterion
{
    /// <summary>How much each class counts; null for equally.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; } = EqualList.Of(ClassWeights);

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The output is not [N, classes], or there are other than as many class weights.</exception>
    public override Tensor Loss(Tensor output, TrainingBatch batch)
    {
        Check(output, batch);
        var counted = batch.Labels.GreaterEqual(0).Cast(DType.F32);
        return (Rows(output, batch) * counted).Sum() / counted.Sum();
    }

    /// <summary>The loss of each row, [N].</summary>
    private protected abstract Tensor Rows(Tensor output, TrainingBatch batch);

    /// <summary>What the rows should have been: probabilities [N, classes].</summary>
    private protected static Tensor Wanted(TrainingBatch batch) => batch.Targets ?? batch.Labels.OneHot(batch.Classes);

    /// <summary>The class weights as losses take them.</summary>
    private protected float[]? Weights => ClassWeights?.ToArray();

    /// <summary>Every class's column times its weight.</summary>
    private protected Tensor Weighted(Tensor x) =>
        ClassWeights is null ? x : x * x.Graph.Parameter(new Parameter("loss.weight", new Shape(ClassWeights.Count), [.. ClassWeights], false));

    private protected void Check(Tensor output, TrainingBatch batch)
    {
        var expected = new Shape(batch.Labels.Shape[0], batch.Classes);
        if (output.Shape != expected)
            throw new ShapeException($"{GetType().Name}: the network gives {output.Shape}; it must give {expected}, a score per class");
        if (ClassWeights is { } weights && weights.Count != batch.Classes)
            throw new ShapeException($"{GetType().Name}: {weights.Count} class weights for {batch.Classes} classes; give one for each");
    }
}
