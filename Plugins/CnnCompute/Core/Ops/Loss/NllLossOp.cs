// Negative log-likelihood of class labels.
namespace CnnCompute;

/// <summary>
/// [N,d...]: -weight[label] * x[label] of log-probabilities x [N,C,d...] (rank 2 to 4) for I32 labels [N,d...]; 0 where the label is negative or
/// <paramref name="IgnoreIndex"/>, NaN where it is beyond the classes. Inputs x, labels and, where classes have weights, those [C].
/// </summary>
public sealed record NllLossOp(int IgnoreIndex) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => LabelledLoss.Check(this, inputs, inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null);

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "labels");
        return DType.F32;
    }

    /// <summary>With respect to x; weights are constants.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var op = new NllLossGradOp(node.Inputs[0].Shape, IgnoreIndex);
        return node.Inputs.Count > 2
            ? [grad.Graph.Append(op, node.Inputs[1], grad, node.Inputs[2]), null, null]
            : [grad.Graph.Append(op, node.Inputs[1], grad), null];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var weighted = node.Inputs.Count > 2;
        yield return new Recipe("plain",
        [
            new Step("Cnn/nll_loss", Threads.For(node.Shape.Count), LabelledLoss.Push(node.Inputs[0].Shape, IgnoreIndex),
                Operand.In(0), Operand.In(1), Operand.In(weighted ? 2 : 1), Operand.Out())
            {
                Constants = [(0, weighted ? 1u : 0u)],
            },
        ]);
    }
}

/// <summary>The gradient of <see cref="NllLossOp"/>: -weight[label] * dy at the label, else 0. Inputs labels, dy and perhaps weights.</summary>
public sealed record NllLossGradOp(Shape Scores, int IgnoreIndex) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        LabelledLoss.Check(this, inputs, Scores, inputs[0], inputs.Length > 2 ? inputs[2] : null);
        return inputs[0] == inputs[1] ? Scores : throw ShapeException.For(this, inputs, "labels and gradient differ");
    }

    /// <summary>Linear in dy.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => node.Inputs.Count > 2
        ? [null, grad.Graph.Append(new NllLossOp(IgnoreIndex), grad, node.Inputs[0], node.Inputs[2]), null]
        : [null, grad.Graph.Append(new NllLossOp(IgnoreIndex), grad, node.Inputs[0])];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var weighted = node.Inputs.Count > 2;
        yield return new Recipe("plain",
        [
            new Step("Cnn/nll_loss_grad", Threads.For(node.Inputs[0].Shape.Count), LabelledLoss.Push(Scores, IgnoreIndex),
                Operand.In(0), Operand.In(weighted ? 2 : 0), Operand.In(1), Operand.Out())
            {
                Constants = [(0, weighted ? 1u : 0u)],
            },
        ]);
    }
}
