// How many predictions are right.
namespace CnnCompute;

/// <summary>
/// A scalar: the number of samples whose largest logit (the first among equals) is the label's. Inputs logits [N,C], I32 labels [N]; negative labels
/// never count.
/// </summary>
public sealed record CorrectCountOp : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => CrossEntropyOp.Fits(inputs)
        ? Shape.Scalar
        : throw ShapeException.For(this, inputs, "logits must be [N,C] and labels [N]");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        int n = node.Inputs[0].Shape[0], classes = node.Inputs[0].Shape[1];
        yield return new Recipe("plain",
        [
            new Step("Cnn/correct_count", Threads.For(n), [n, classes], Operand.In(0), Operand.In(1), Operand.Scratch(0)),
            new Step("Cnn/sum_parts", (1, 1, 1), [1, n, 1f], Operand.Scratch(0), Operand.Out()),
        ])
        {
            Scratch = [4L * n],
        };
    }
}

public readonly partial record struct Tensor
{
    /// <summary>How many of these logits [N,C] are largest at their label [N]; negative labels do not count.</summary>
    public Tensor CorrectCount(Tensor labels) => Graph.Append(new CorrectCountOp(), this, labels);
}
