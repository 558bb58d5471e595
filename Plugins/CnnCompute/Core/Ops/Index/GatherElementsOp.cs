// Elements along one axis, each chosen by an index of its own.
namespace CnnCompute;

/// <summary>
/// Inputs data and I32 indices of the same rank, elsewhere than on <paramref name="Axis"/> no longer than the data: out[p] = data[p with indices[p]
/// on the axis] (torch.gather). Negative indices count from the end; those outside take the nearest element.
/// </summary>
public sealed record GatherElementsOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        Check(this, Axis, inputs);
        return inputs[1];
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "indices");
        return inputs[0];
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Fill(node.Inputs[0].Shape, 0).ScatterElements(Axis, node.Inputs[1], grad, ScatterReduction.Add), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var strides = x.Strides();
        var along = strides[Axis];
        strides[Axis] = 0;
        var axes = GatherAxes.Walk(this, node.Shape, strides);
        var (threads, push) = axes.Launch(node.Shape, wide: false);
        yield return new Recipe("plain",
            [new Step("Cnn/gather_elements", threads, [.. push, along, x[Axis]], Operand.In(0), Operand.In(1), Operand.Out())
            {
                Constants = [(1, (uint)axes.Count)],
            }]);
    }

    /// <summary>Checks what gathering and scattering of single elements ask of data and indices.</summary>
    internal static void Check(Op op, int axis, Shape[] inputs)
    {
        var (x, at) = (inputs[0], inputs[1]);
        if (x.Rank != at.Rank || axis < 0 || axis >= x.Rank || Enumerable.Range(0, x.Rank).Any(i => i != axis && at[i] > x[i]))
            throw ShapeException.For(op, inputs, $"indices must have the data's rank, and elsewhere than on axis {axis} be no longer");
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.gather and ONNX's GatherElements: each of the I32 <paramref name="indices"/> chooses along <paramref name="axis"/>. Negative ones
    /// count from the end; those outside take the nearest element.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit, or the indices are not I32.</exception>
    public Tensor GatherElements(int axis, Tensor indices) =>
        Graph.Append(new GatherElementsOp(AxisView.Normalize(new GatherElementsOp(axis), Shape, axis)), this, indices);
}
