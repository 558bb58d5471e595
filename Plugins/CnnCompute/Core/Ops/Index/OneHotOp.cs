// Indices to vectors with one element set.
namespace CnnCompute;

/// <summary>
/// I32 indices, of length 1 on <paramref name="Axis"/>, to <paramref name="Depth"/> elements along it: <paramref name="On"/> at the index, else
/// <paramref name="Off"/>. Negative indices count from the end; those outside set nothing.
/// </summary>
public sealed record OneHotOp(int Axis, int Depth, float On, float Off, DType Type) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Axis >= 0 && Axis < inputs[0].Rank && inputs[0][Axis] == 1 && Depth > 0
        ? inputs[0].With(Axis, Depth)
        : throw ShapeException.For(this, inputs, $"needs an axis {Axis} of length 1 and a positive depth, not {Depth}");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs)
    {
        ElementTypes.Require(this, inputs, 0, DType.I32, "indices");
        return Type;
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [null];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var (inner, count) = (AxisView.Of(node.Inputs[0].Shape, Axis).Inner, (int)node.Shape.Count);
        PushWord Word(float value) => Type == DType.F32 ? (PushWord)value : (PushWord)(int)value;
        yield return new Recipe("plain",
            [new Step("Cnn/one_hot", Threads.For(count), [count, inner, Depth, Word(On), Word(Off)], Operand.In(0), Operand.Out())]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// As torch.one_hot and ONNX's OneHot: a new axis of length <paramref name="depth"/> at <paramref name="axis"/> (counted in the result) that is
    /// <paramref name="on"/> at the index, else <paramref name="off"/>. Negative indices count from the end; those outside set nothing.
    /// </summary>
    /// <exception cref="ShapeException">The axis does not exist, the depth is not positive, or the indices are not I32.</exception>
    public Tensor OneHot(int depth, int axis = -1, float on = 1, float off = 0, DType type = DType.F32)
    {
        var i = axis < 0 ? axis + Shape.Rank + 1 : axis;
        return Graph.Append(new OneHotOp(i, depth, on, off, type), Unsqueeze(axis));
    }

    /// <summary>1 at the (first) maximum along <paramref name="axis"/>, else 0: ONNX's Hardmax. Its gradient is zero.</summary>
    public Tensor Hardmax(int axis = -1)
    {
        var i = AxisView.Normalize(new OneHotOp(axis, 1, 1, 0, DType.F32), Shape, axis);
        return Graph.Append(new OneHotOp(i, Shape[i], 1, 0, DType.F32), ArgMax(i, keepDim: true));
    }
}
