// Maxima over groups of channels.
namespace CnnCompute;

/// <summary>The greatest of each <paramref name="Pieces"/> neighbours along axis <paramref name="Axis"/>, whose length they divide.</summary>
public sealed record MaxoutOp(int Pieces, int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Pieces is >= 1 and <= Threads.MostRounds && inputs[0][Axis] % Pieces == 0
        ? inputs[0].With(Axis, inputs[0][Axis] / Pieces)
        : throw ShapeException.For(this, inputs, $"the {inputs[0][Axis]} elements of axis {Axis} do not divide into groups of {Pieces}");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => ElementTypes.Same(this, inputs, DType.F32);

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new MaxoutGradOp(Pieces, Axis), node.Inputs[0], grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Shape.Count;
        PushWord[] push = [(int)count, Pieces, AxisView.Of(node.Inputs[0].Shape, Axis).Inner];
        yield return new Recipe("plain", [new Step("Cnn/maxout", Threads.For(count), push, Operand.In(0), Operand.Out())]);
    }
}

/// <summary>The gradient of maxima over groups: dy at the first of the greatest, else 0. Inputs x, dy.</summary>
public sealed record MaxoutGradOp(int Pieces, int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].With(Axis, inputs[0][Axis] / Pieces) == inputs[1]
        ? inputs[0]
        : throw ShapeException.For(this, inputs, "value and gradient do not fit");

    /// <summary>Linear in dy: gathered from where its elements went.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var x = node.Inputs[0];
        var (at, y) = (Axis + 1, node.Inputs[1].Shape);
        var groups = new Shape([.. y.ToArray()[..at], Pieces, .. y.ToArray()[at..]]);
        return [null, grad.Reshape(groups).GatherElements(at, x.Reshape(groups).ArgMax(at, keepDim: true)).Reshape(y)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var count = node.Inputs[1].Shape.Count;
        PushWord[] push = [(int)count, Pieces, AxisView.Of(node.Shape, Axis).Inner];
        yield return new Recipe("plain", [new Step("Cnn/maxout_grad", Threads.For(count), push, Operand.In(0), Operand.In(1), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// The greatest of each <paramref name="pieces"/> neighbouring channels (Goodfellow et al., "Maxout Networks", 2013): [N,C,...] to
    /// [N,C/pieces,...].
    /// </summary>
    public Tensor Maxout(int pieces, int axis = 1)
    {
        var op = new MaxoutOp(pieces, axis);
        return Graph.Append(op with { Axis = AxisView.Normalize(op, Shape, axis) }, this);
    }
}
