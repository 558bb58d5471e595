// Cross-entropy of logits against class labels.
namespace CnnCompute;

/// <summary>
/// The mean over counted samples of -(1-s) log p[label] - s/C sum of log p, with p = softmax(logits) and s the label smoothing
/// (torch.nn.CrossEntropyLoss). Inputs logits [N,C] and I32 labels [N]; negative labels are not counted, and if none counts the loss is NaN, as
/// PyTorch's; a label beyond the classes makes it NaN too.
/// </summary>
public sealed record CrossEntropyOp(float LabelSmoothing) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Fits(inputs)
        ? Shape.Scalar
        : throw ShapeException.For(this, inputs, "logits must be [N,C] and labels [N]");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "labels");
        return DType.F32;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new CrossEntropyGradOp(LabelSmoothing), node.Inputs[0], node.Inputs[1], grad), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        int n = node.Inputs[0].Shape[0], classes = node.Inputs[0].Shape[1];
        yield return new Recipe("plain",
        [
            new Step("Cnn/cross_entropy", Threads.For(n), [n, classes, LabelSmoothing], Operand.In(0), Operand.In(1), Operand.Scratch(0)),
            new Step("Cnn/cross_entropy_mean", (1, 1, 1), [n], Operand.Scratch(0), Operand.In(1), Operand.Out()),
        ])
        {
            Scratch = [4L * n],
        };
    }

    internal static bool Fits(Shape[] inputs) => inputs[0].Rank == 2 && inputs[1] == new Shape(inputs[0][0]);
}

/// <summary>
/// The gradient of <see cref="CrossEntropyOp"/>: dy / counted * (softmax - (1-s) onehot - s/C), zero for samples not counted. Inputs logits, labels,
/// dy (a scalar).
/// </summary>
public sealed record CrossEntropyGradOp(float LabelSmoothing) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => CrossEntropyOp.Fits(inputs) && inputs[2].Count == 1
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "logits must be [N,C], labels [N], the gradient a scalar");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (logits, labels, dy) = (node.Inputs[0], node.Inputs[1], node.Inputs[2]);
        var (n, classes) = (logits.Shape[0], logits.Shape[1]);
        var counts = labels.GreaterEqual(0).Cast(DType.F32);
        var target = labels.OneHot(classes) * (1 - LabelSmoothing) + LabelSmoothing / classes;
        return (logits.Softmax(1) - target) * counts.Reshape(n, 1) * (dy.Reshape(1, 1) / counts.Sum().Clamp(min: 1));
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        int n = node.Shape[0], classes = node.Shape[1];
        yield return new Recipe("plain",
        [
            new Step("Cnn/cross_entropy_count", (1, 1, 1), [n], Operand.In(1), Operand.In(2), Operand.Scratch(0)),
            new Step("Cnn/cross_entropy_grad", Threads.For(n), [n, classes, LabelSmoothing], Operand.In(0), Operand.In(1),
                Operand.Scratch(0), Operand.Out()),
        ])
        {
            Scratch = [4],
        };
    }
}
