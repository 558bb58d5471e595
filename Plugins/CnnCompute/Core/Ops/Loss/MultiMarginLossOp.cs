// The multi-class margin loss: that of support vector machines.
namespace CnnCompute;

/// <summary>
/// [N]: weight[y] * <paramref name="Factor"/> * sum over c != y of max(0, margin - x[y] + x[c])^p, p = 1 or (<paramref name="Squared"/>) 2, for
/// scores x [N,C] and I32 labels y [N] (Crammer &amp; Singer's sum form, as Weston &amp; Watkins 1999); 0 where the label is negative or ignored, NaN
/// where it is beyond the classes. Inputs x, labels and perhaps weights [C].
/// </summary>
public sealed record MultiMarginLossOp(bool Squared, float Margin, float Factor, int IgnoreIndex) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        LabelledLoss.Check(this, inputs, inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null, mostRank: 2);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "labels");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var op = new MultiMarginLossGradOp(Squared, Margin, Factor, IgnoreIndex);
        return node.Inputs.Count > 2
            ? [grad.Graph.Append(op, node.Inputs[0], node.Inputs[1], grad, node.Inputs[2]), null, null]
            : [grad.Graph.Append(op, node.Inputs[0], node.Inputs[1], grad), null];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, weighted) = (node.Inputs[0].Shape, node.Inputs.Count > 2);
        yield return new Recipe("plain",
        [
            new Step("Cnn/multi_margin_loss", Threads.For(x[0]), [x[0], x[1], IgnoreIndex, Margin, Factor],
                Operand.In(0), Operand.In(1), Operand.In(weighted ? 2 : 1), Operand.Out())
            {
                Constants = [(0, weighted ? 1u : 0u), (1, Squared ? 1u : 0u)],
            },
        ]);
    }
}

/// <summary>The gradient of <see cref="MultiMarginLossOp"/> with respect to the scores. Inputs x, labels, dy [N] and perhaps weights [C].</summary>
public sealed record MultiMarginLossGradOp(bool Squared, float Margin, float Factor, int IgnoreIndex) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[1] == inputs[2] ? inputs[0] : throw ShapeException.For(this, inputs, "labels and gradient differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (x, labels, dy) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        var (n, classes) = (x.Shape[0], x.Shape[1]);
        var own = labels.OneHot(classes);
        var over = (x - (x * own).Sum([1], keepDim: true) + Margin) * (1 - own);
        var share = dy * labels.LabelWeights(classes, node.Inputs.Count > 3 ? node.Inputs[3] : null, IgnoreIndex) * Factor;
        var slope = (Squared ? over.Relu() * 2f : over.Greater(0).Cast(DType.F32)) * share.Reshape(n, 1);
        return slope - own * slope.Sum([1], keepDim: true);
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (x, weighted) = (node.Shape, node.Inputs.Count > 3);
        yield return new Recipe("plain",
        [
            new Step("Cnn/multi_margin_loss_grad", Threads.For(x[0]), [x[0], x[1], IgnoreIndex, Margin, Factor],
                Operand.In(0), Operand.In(1), Operand.In(weighted ? 3 : 2), Operand.In(2), Operand.Out())
            {
                Constants = [(0, weighted ? 1u : 0u), (1, Squared ? 1u : 0u)],
            },
        ]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.nn.functional.multi_margin_loss of these scores [N,C] against I32 labels [N].
    /// </summary>
    /// <param name="labels">Classes; negative ones count for nothing.</param>
    /// <param name="p">1 for the hinge, 2 for the squared hinge.</param>
    /// <param name="margin">How far the label's score must lie above the others.</param>
    /// <param name="weight">Class weights [C].</param>
    /// <param name="reduction">The mean is over all samples, as PyTorch's.</param>
    /// <param name="divideByClasses">PyTorch divides by the number of classes; the classical loss of support vector machines does not.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is neither 1 nor 2.</exception>
    public Tensor MultiMarginLoss(
        Tensor labels, int p = 1, float margin = 1, Tensor? weight = null, LossReduction reduction = LossReduction.Mean, bool divideByClasses = true)
    {
        if (p is not (1 or 2))
            throw new ArgumentOutOfRangeException(nameof(p), p, "MultiMarginLoss: p must be 1 or 2");
        var op = new MultiMarginLossOp(p == 2, margin, divideByClasses ? 1f / Shape[-1] : 1, -100);
        return (weight is { } w ? Graph.Append(op, this, labels, w) : Graph.Append(op, this, labels)).Reduced(reduction);
    }
}
