// The logarithm of softmax along an axis.
namespace CnnCompute;

/// <summary>x - max - log(sum of exp(x - max)), along <paramref name="Axis"/> (counted from the front).</summary>
public sealed record LogSoftmaxOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        Axis < inputs[0].Rank ? inputs[0] : throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new LogSoftmaxGradOp(Axis), output, grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [SoftmaxOp.Launch("Cnn/log_softmax", node.Shape, Axis, Operand.In(0), Operand.Out())]);
    }
}

/// <summary>The gradient of log-softmax from its output y: dy - exp(y) * sum of dy. Inputs y, dy.</summary>
public sealed record LogSoftmaxGradOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "output and gradient differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node) => node.Inputs[1] - node.Inputs[0].Exp() * node.Inputs[1].Sum([Axis], keepDim: true);

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [SoftmaxOp.Launch("Cnn/log_softmax_grad", node.Shape, Axis, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.log_softmax.</summary>
    public Tensor LogSoftmax(int axis = -1)
    {
        var i = AxisView.Normalize(new LogSoftmaxOp(axis), Shape, axis);
        return Shape[i] <= SoftmaxOp.MostTerms(3) ? Graph.Append(new LogSoftmaxOp(i), this) : this - LogSumExp([i], keepDim: true);
    }
}
