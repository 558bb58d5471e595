// A range along one axis.
namespace CnnCompute;

/// <summary>Elements <paramref name="Start"/> to Start+Length-1 of axis <paramref name="Axis"/> (torch.narrow); several axes are several slices.</summary>
public sealed record SliceOp(int Axis, int Start, int Length) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Axis < inputs[0].Rank && Start >= 0 && Length > 0 && (long)Start + Length <= inputs[0][Axis]
        ? inputs[0].With(Axis, Length)
        : throw ShapeException.For(this, inputs, $"elements {Start} to {Start + Length - 1} of axis {Axis} do not exist");

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new SliceGradOp(Axis, Start, node.Inputs[0].Shape[Axis]), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var view = AxisView.Of(node.Inputs[0].Shape, Axis);
        yield return new Recipe("plain",
            [ConcatOp.CopyRows("Cnn/slice", view.Outer, Length * view.Inner, (view.Length * view.Inner, Start * view.Inner), (Length * view.Inner, 0), 0)]);
    }
}

/// <summary>The gradient of <see cref="SliceOp"/>: dy put back at <paramref name="Start"/> of an axis of length <paramref name="Full"/>, zeros elsewhere.</summary>
public sealed record SliceGradOp(int Axis, int Start, int Full) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs) => Start + inputs[0][Axis] <= Full
        ? inputs[0].With(Axis, Full)
        : throw ShapeException.For(this, inputs, $"does not fit an axis of {Full} at {Start}");

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) => [grad.Slice(Axis, Start, node.Inputs[0].Shape[Axis])];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var view = AxisView.Of(node.Shape, Axis);
        int width = node.Inputs[0].Shape[Axis] * view.Inner, pitch = view.Length * view.Inner, offset = Start * view.Inner;
        var unit = (width | pitch | offset) % 8 == 0 ? 8 : 1;
        var count = node.Shape.Count / unit;
        PushWord[] push = [(int)count, width / unit, pitch / unit, offset / unit];
        yield return new Recipe("plain", [new Step("Cnn/slice_grad", Threads.For(count), push, Operand.In(0), Operand.Out()) { Constants = [(0, unit == 8 ? 1u : 0u)] }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>A range of <paramref name="axis"/>, as torch.narrow; a negative start counts from the end.</summary>
    public Tensor Slice(int axis, int start, int length)
    {
        var i = AxisView.Normalize(new SliceOp(axis, start, length), Shape, axis);
        var from = start < 0 ? start + Shape[i] : start;
        return from == 0 && length == Shape[i] ? this : Graph.Append(new SliceOp(i, from, length), this);
    }
}
