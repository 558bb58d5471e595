// A range along one axis, perhaps with steps or backwards.
namespace CnnCompute;

/// <summary>
/// <paramref name="Length"/> elements of axis <paramref name="Axis"/> from <paramref name="Start"/> on, <paramref name="Step"/> apart (negative:
/// backwards); step 1 is torch.narrow. Several axes are several slices.
/// </summary>
public sealed record SliceOp(int Axis, int Start, int Length, int Step = 1) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        var last = Start + (Length - 1L) * Step;
        if (Axis < 0 || Axis >= x.Rank)
            throw ShapeException.For(this, inputs, $"axis {Axis} is out of range");
        return Step != 0 && Length > 0 && Math.Min(Start, last) >= 0 && Math.Max(Start, last) < x[Axis]
            ? x.With(Axis, Length)
            : throw ShapeException.For(this, inputs, $"elements {Start} to {last} of axis {Axis} do not exist{(Step == 1 ? "" : $" (step {Step})")}");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new SliceGradOp(Axis, Start, node.Inputs[0].Shape[Axis], Step), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        if (Step != 1)
        {
            var strides = x.Strides();
            var first = Start * strides[Axis];
            strides[Axis] *= Step;
            return GatherAxes.Walk(this, node.Shape, strides).Copies("Cnn/slice_step", node.Shape, first);
        }
        var view = AxisView.Of(x, Axis);
        return [new Recipe("plain",
            [ConcatOp.CopyRows(
                "Cnn/slice", view.Outer, Length * view.Inner, (view.Length * view.Inner, Start * view.Inner), (Length * view.Inner, 0), 0)])];
    }
}

/// <summary>The gradient of <see cref="SliceOp"/>: dy put back to its places on an axis of length <paramref name="Full"/>, zeros elsewhere.</summary>
public sealed record SliceGradOp(int Axis, int Start, int Full, int Step = 1) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var last = Start + (inputs[0][Axis] - 1L) * Step;
        return Math.Min(Start, last) >= 0 && Math.Max(Start, last) < Full
            ? inputs[0].With(Axis, Full)
            : throw ShapeException.For(this, inputs, $"does not fit an axis of {Full} at {Start}, step {Step}");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad) =>
        [grad.Graph.Append(new SliceOp(Axis, Start, node.Inputs[0].Shape[Axis], Step), grad)];

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var view = AxisView.Of(node.Shape, Axis);
        var length = node.Inputs[0].Shape[Axis];
        if (Step != 1)
        {
            var eights = view.Inner % 8 == 0;
            var (inner, elements) = (eights ? view.Inner / 8 : view.Inner, node.Shape.Count / (eights ? 8 : 1));
            yield return new Recipe("plain", [new Step(
                "Cnn/slice_step_grad", Threads.For(elements), [(int)elements, inner, Full, length, Start, Step], Operand.In(0), Operand.Out())
            {
                Constants = [(0, eights ? 1u : 0u)],
            }]);
            yield break;
        }
        int width = length * view.Inner, pitch = view.Length * view.Inner, offset = Start * view.Inner;
        var unit = (width | pitch | offset) % 8 == 0 ? 8 : 1;
        var count = node.Shape.Count / unit;
        PushWord[] push = [(int)count, width / unit, pitch / unit, offset / unit];
        yield return new Recipe("plain",
            [new Step("Cnn/slice_grad", Threads.For(count), push, Operand.In(0), Operand.Out()) { Constants = [(0, unit == 8 ? 1u : 0u)] }]);
    }
}

public readonly partial record struct Tensor
{
    /// <summary>A range of <paramref name="axis"/>, as torch.narrow; a negative start counts from the end.</summary>
    /// <exception cref="ShapeException">The range leaves the axis or is empty.</exception>
    public Tensor Slice(int axis, int start, int length)
    {
        var i = AxisView.Normalize(new SliceOp(axis, start, length), Shape, axis);
        var from = start < 0 ? start + Shape[i] : start;
        return from == 0 && length == Shape[i] ? this : Graph.Append(new SliceOp(i, from, length), this);
    }

    /// <summary>
    /// As ONNX's Slice and Python's <c>x[start:end:step]</c> on each of <paramref name="axes"/> (the first ones if none are given): negative starts
    /// and ends count from the end, what lies outside is clamped, a negative step walks backwards.
    /// </summary>
    /// <exception cref="ShapeException">A range is empty, a step zero, an axis out of range or named twice, or the lists differ in
    /// length.</exception>
    public Tensor Slice(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends, ReadOnlySpan<int> axes = default, ReadOnlySpan<long> steps = default)
    {
        if (starts.Length != ends.Length || (axes.Length != 0 && axes.Length != starts.Length)
            || (steps.Length != 0 && steps.Length != starts.Length))
        {
            throw new ShapeException(
                $"Slice with input {Shape}: {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps");
        }
        var (y, seen) = (this, 0u);
        for (var i = 0; i < starts.Length; i++)
        {
            var step = steps.Length == 0 ? 1 : steps[i];
            var axis = AxisView.Normalize(new SliceOp(i, 0, 1), Shape, axes.Length == 0 ? i : axes[i]);
            if (step == 0 || (seen >> axis & 1) != 0)
                throw new ShapeException($"Slice with input {Shape}: {(step == 0 ? "a step is 0" : $"axis {axis} is named twice")}");
            seen |= 1u << axis;
            long dim = Shape[axis], low = step > 0 ? 0 : -1, high = step > 0 ? dim : dim - 1;
            var start = Math.Clamp(starts[i] < 0 ? Math.Max(starts[i], -dim - 1) + dim : starts[i], low, high);
            var end = Math.Clamp(ends[i] < 0 ? Math.Max(ends[i], -dim - 1) + dim : ends[i], low, high);
            step = Math.Clamp(step, -dim, dim);
            var length = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            if (length <= 0)
            {
                throw new ShapeException(
                    $"Slice with input {Shape}: from {starts[i]} to {ends[i]} step {(steps.Length == 0 ? 1 : steps[i])} of axis {axis} is empty");
            }
            if (length < dim || step != 1)
                y = y.Graph.Append(new SliceOp(axis, (int)start, (int)length, length == 1 ? 1 : (int)step), y);
        }
        return y;
    }

    /// <summary>The elements of each of <paramref name="axes"/> in reverse order, as torch.flip.</summary>
    public Tensor Flip(params ReadOnlySpan<int> axes)
    {
        var y = this;
        foreach (var axis in axes)
            y = y.Slice([-1], [long.MinValue], [axis], [-1]);
        return y;
    }

    /// <summary>The elements of <paramref name="axis"/> moved on by <paramref name="shift"/>, those at the end coming round, as torch.roll.</summary>
    public Tensor Roll(int shift, int axis)
    {
        var length = Shape[AxisView.Normalize(new SliceOp(axis, 0, 1), Shape, axis)];
        var by = (int)(((long)shift % length + length) % length);
        return by == 0 ? this : Concat(axis, Slice(axis, length - by, by), Slice(axis, 0, length - by));
    }

    /// <summary>
    /// Parts of the given sizes along <paramref name="axis"/>, as torch.split with a list and ONNX's Split; the sizes add up to the axis.
    /// </summary>
    /// <exception cref="ShapeException">They do not, or one is not positive.</exception>
    public Tensor[] Split(ReadOnlySpan<int> sizes, int axis = 0)
    {
        var (all, x, i) = (sizes.ToArray(), this, AxisView.Normalize(new SliceOp(axis, 0, 1), Shape, axis));
        if (all.Any(s => s <= 0) || all.Sum(s => (long)s) != Shape[i])
        {
            throw new ShapeException(
                $"Split with input {Shape}: sizes {string.Join(", ", all)} must be positive and add up to axis {i} of {Shape[i]}");
        }
        var start = 0;
        return [.. all.Select(s => x.Slice(i, (start += s) - s, s))];
    }

    /// <summary>Parts of <paramref name="size"/> along <paramref name="axis"/>, the last one perhaps smaller, as torch.split with a number.</summary>
    public Tensor[] Split(int size, int axis = 0)
    {
        if (size <= 0)
            throw new ShapeException($"Split with input {Shape}: parts of {size}");
        var length = Shape[AxisView.Normalize(new SliceOp(axis, 0, 1), Shape, axis)];
        return Split([.. Enumerable.Range(0, (length - 1) / size + 1).Select(k => (int)Math.Min(size, length - (long)k * size))], axis);
    }

    /// <summary>
    /// At most <paramref name="chunks"/> parts of equal size along <paramref name="axis"/>, the last one perhaps smaller, as torch.chunk.
    /// </summary>
    public Tensor[] Chunk(int chunks, int axis = 0)
    {
        if (chunks <= 0)
            throw new ShapeException($"Chunk with input {Shape}: {chunks} parts");
        return Split((Shape[AxisView.Normalize(new SliceOp(axis, 0, 1), Shape, axis)] - 1) / chunks + 1, axis);
    }

    /// <summary>The slices of length 1 along <paramref name="axis"/>, without it, as torch.unbind.</summary>
    public Tensor[] Unbind(int axis = 0) => [.. Split(1, axis).Select(t => t.Squeeze(axis))];
}
