// Softmax along an axis.
namespace CnnCompute;

/// <summary>exp(x - max) / sum of the same, along <paramref name="Axis"/> (counted from the front).</summary>
public sealed record SoftmaxOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Axis < inputs[0].Rank ? inputs[0] : throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new SoftmaxGradOp(Axis), output, grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch("Cnn/softmax", node.Shape, Axis, Operand.In(0), Operand.Out())]);
    }

    /// <summary>One thread for each line along the axis.</summary>
    internal static Step Launch(string shader, Shape shape, int axis, params Operand[] operands)
    {
        var view = AxisView.Of(shape, axis);
        // Three loops over the line in one thread.
        if (view.Length > 2 * Reduction.MostRounds / 3)
            throw new ShapeException($"{shader} along axis {axis} of {shape}: at most {2 * Reduction.MostRounds / 3} elements a line; reduce the axis first");
        var lines = (long)view.Outer * view.Inner;
        return new Step(shader, Threads.For(lines), [(int)lines, view.Length, view.Inner], operands);
    }
}

/// <summary>The gradient of softmax from its output y: y * (dy - sum of y * dy). Inputs y, dy.</summary>
public sealed record SoftmaxGradOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "output and gradient differ");

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [SoftmaxOp.Launch("Cnn/softmax_grad", node.Shape, Axis, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.softmax.</summary>
    public Tensor Softmax(int axis = -1) => Graph.Append(new SoftmaxOp(AxisView.Normalize(new SoftmaxOp(axis), Shape, axis)), this);
}
