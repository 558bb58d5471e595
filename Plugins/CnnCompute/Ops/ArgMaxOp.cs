// The index of the largest element along an axis.
namespace CnnCompute;

/// <summary>I32 index of the (first) maximum along <paramref name="Axis"/> (counted from the front); the axis goes (torch.argmax).</summary>
public sealed record ArgMaxOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var axis = Axis;
        if (axis >= inputs[0].Rank)
            throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");
        if (inputs[0].Rank == 5)
            throw ShapeException.For(this, inputs, "the result of rank 4 would need another memory order; reshape first");
        return new Shape([.. inputs[0].ToArray().Where((_, i) => i != axis)]);
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => DType.I32;

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        yield return new Recipe("plain", [SoftmaxOp.Launch("Cnn/arg_max", node.Inputs[0].Shape, Axis, Operand.In(0), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>Index of the (first) maximum along <paramref name="axis"/>, as torch.argmax, in I32.</summary>
    public Tensor ArgMax(int axis = -1)
    {
        var i = AxisView.Normalize(new ArgMaxOp(axis), Shape, axis);
        // Without its axis, rank 4 must already lie row by row; only axis 1 leaves N, H, W in their order in memory.
        var x = Shape.Rank == 4 && i != 1 ? Permute([.. Enumerable.Range(0, 4).Where(a => a != i).Take(1), i, .. Enumerable.Range(0, 4).Where(a => a != i).Skip(1)]) : this;
        return Graph.Append(new ArgMaxOp(Shape.Rank == 4 ? 1 : i), x);
    }
}
