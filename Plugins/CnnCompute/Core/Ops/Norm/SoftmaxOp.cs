// Softmax along an axis.
namespace CnnCompute;

/// <summary>exp(x - max) / sum of the same, along <paramref name="Axis"/> (counted from the front).</summary>
public sealed record SoftmaxOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        Axis < inputs[0].Rank ? inputs[0] : throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Graph.Append(new SoftmaxGradOp(Axis), output, grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [Launch("Cnn/softmax", node.Shape, Axis, Operand.In(0), Operand.Out())]);
    }

    /// <summary>The longest line that one thread can walk so many times.</summary>
    internal static int MostTerms(int loops) => 2 * Threads.MostRounds / loops - 1;

    /// <summary>One thread for each line along the axis, which it walks three times.</summary>
    internal static Step Launch(string shader, Shape shape, int axis, params Operand[] operands) => Launch(shader, shape, axis, 3, operands);

    /// <summary>One thread for each line along the axis, which it walks <paramref name="loops"/> times.</summary>
    internal static Step Launch(string shader, Shape shape, int axis, int loops, params Operand[] operands)
    {
        var view = AxisView.Of(shape, axis);
        if (view.Length > MostTerms(loops))
            throw new ShapeException($"{shader} along axis {axis} of {shape}: at most {MostTerms(loops)} elements a line; reduce the axis first");
        var lines = (long)view.Outer * view.Inner;
        return new Step(shader, Threads.For(lines), [(int)lines, view.Length, view.Inner], operands);
    }
}

/// <summary>The gradient of softmax from its output y: y * (dy - sum of y * dy). Inputs y, dy.</summary>
public sealed record SoftmaxGradOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) =>
        inputs[0] == inputs[1] ? inputs[0] : throw ShapeException.For(this, inputs, "output and gradient differ");

    /// <inheritdoc/>
    public override Tensor? Composite(Node node)
    {
        var (y, dy) = (node.Inputs[0], node.Inputs[1]);
        return y * (dy - (y * dy).Sum([Axis], keepDim: true));
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [SoftmaxOp.Launch("Cnn/softmax_grad", node.Shape, Axis, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>As torch.softmax.</summary>
    public Tensor Softmax(int axis = -1)
    {
        var i = AxisView.Normalize(new SoftmaxOp(axis), Shape, axis);
        // Lines too long for one thread are reduced by many.
        return Shape[i] <= SoftmaxOp.MostTerms(3) ? Graph.Append(new SoftmaxOp(i), this) : LogSoftmax(i).Exp();
    }

    /// <summary>Softmax of the negative, as torch.nn.functional.softmin.</summary>
    public Tensor Softmin(int axis = -1) => (-this).Softmax(axis);
}
