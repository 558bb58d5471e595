// Elements of one axis chosen by indices.
namespace CnnCompute;

/// <summary>
/// Inputs data and I32 indices [T]: elements indices[t] of axis <paramref name="Axis"/> (torch.index_select). Negative indices count from the end;
/// what then lies outside is taken as the nearest element, so that no index reads beyond the data.
/// </summary>
public sealed record GatherOp(int Axis) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Axis >= 0 && Axis < inputs[0].Rank && inputs[1].Rank == 1
        ? inputs[0].With(Axis, inputs[1][0])
        : throw ShapeException.For(this, inputs, $"needs data with axis {Axis} and a list of indices");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 1, DType.I32, "indices");
        return inputs[0];
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new GatherGradOp(Axis, node.Inputs[0].Shape[Axis]), node.Inputs[1], grad), null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var view = AxisView.Of(node.Inputs[0].Shape, Axis);
        var eights = view.Inner % 8 == 0;
        var (inner, count) = (eights ? view.Inner / 8 : view.Inner, node.Shape.Count / (eights ? 8 : 1));
        yield return new Recipe("plain", [new Step(
            "Cnn/gather", Threads.For(count), [(int)count, inner, node.Shape[Axis], view.Length], Operand.In(0), Operand.In(1), Operand.Out())
        {
            Constants = [(0, eights ? 1u : 0u)],
        }]);
    }
}

/// <summary>
/// The gradient of <see cref="GatherOp"/> for an axis of length <paramref name="Full"/>. Inputs indices [T] and dy: every element sums the dy of the
/// indices that chose it, in their order, so that results repeat bit by bit.
/// </summary>
public sealed record GatherGradOp(int Axis, int Full) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => inputs[0].Rank == 1 && Axis < inputs[1].Rank && inputs[1][Axis] == inputs[0][0]
        ? inputs[1].With(Axis, Full)
        : throw ShapeException.For(this, inputs, $"needs as many indices as the gradient's axis {Axis} is long");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null, grad.Graph.Append(new GatherOp(Axis), grad, node.Inputs[0])];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (view, terms) = (AxisView.Of(node.Shape, Axis), node.Inputs[0].Shape[0]);
        var eights = view.Inner % 8 == 0;
        var (inner, count) = (eights ? view.Inner / 8 : view.Inner, node.Shape.Count / (eights ? 8 : 1));
        yield return new Recipe("plain", [.. Range1.Rounds(terms, 1).Select(r =>
            new Step(
                "Cnn/gather_grad", Threads.For(count), [(int)count, inner, terms, Full, r.First, r.End], Operand.In(0), Operand.In(1), Operand.Out())
            {
                Constants = [(0, eights ? 1u : 0u)],
            })]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Elements of <paramref name="axis"/> chosen by I32 <paramref name="indices"/> of any rank, whose axes take its place: ONNX's Gather, and with a
    /// list of indices torch.index_select. Negative indices count from the end; those outside take the nearest element.
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist, or the indices are not I32.</exception>
    public Tensor Gather(int axis, Tensor indices)
    {
        var i = AxisView.Normalize(new GatherOp(axis), Shape, axis);
        var dims = Shape.ToArray();
        var result = new Shape([.. dims[..i], .. indices.Shape.ToArray(), .. dims[(i + 1)..]]);
        return Graph.Append(new GatherOp(i), this, indices.Reshape(-1)).Reshape(result);
    }

    /// <summary>
    /// ONNX's GatherND: the last axis of <paramref name="indices"/> holds coordinates along the axes of this tensor that follow the first
    /// <paramref name="batchDims"/>, which both share; what they choose takes the place of that axis.
    /// </summary>
    /// <exception cref="ShapeException">More coordinates than axes, or batch dimensions that differ.</exception>
    public Tensor GatherNd(Tensor indices, int batchDims = 0)
    {
        var (data, at) = (Shape.ToArray(), indices.Shape.ToArray());
        if (at.Length == 0 || batchDims < 0 || batchDims >= at.Length || at[^1] + batchDims > data.Length
            || !data[..batchDims].SequenceEqual(at[..batchDims]))
        {
            throw new ShapeException($"GatherNd with inputs {Shape}, {indices.Shape}: the last axis of the indices holds coordinates behind "
                + $"{batchDims} batch dimensions that both share");
        }
        var (chosen, inner) = (data[..(batchDims + at[^1])], data[(batchDims + at[^1])..]);
        var flat = indices.RavelIndex(new Shape(chosen[batchDims..]), batchDims);
        return Reshape((int)new Shape(chosen).Count, (int)new Shape(inner).Count).Gather(0, flat).Reshape(new Shape([.. at[..^1], .. inner]));
    }
}
