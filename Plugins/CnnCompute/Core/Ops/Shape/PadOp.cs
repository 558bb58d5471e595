// Borders around a tensor, or crops.
namespace CnnCompute;

/// <summary>What lies beyond a tensor's border.</summary>
public enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The tensor mirrored at its outermost elements, which are not repeated.</summary>
    Reflect,

    /// <summary>The outermost element (ONNX: edge).</summary>
    Replicate,

    /// <summary>The tensor again from its other end (ONNX: wrap).</summary>
    Circular,
}

/// <summary>
/// Each axis lengthened by <paramref name="Before"/> and <paramref name="After"/> elements, as torch.nn.functional.pad; negative numbers crop.
/// <paramref name="Value"/> fills a constant border.
/// </summary>
public sealed record PadOp(PadMode Mode, AxisOffsets Before, AxisOffsets After, double Value = 0) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        var x = inputs[0];
        var result = new int[x.Rank];
        for (var i = 0; i < x.Rank; i++)
        {
            int before = Before[i], after = After[i];
            var most = Mode switch { PadMode.Reflect => x[i] - 1, PadMode.Circular => x[i], _ => int.MaxValue };
            if (before > most || after > most)
            {
                throw ShapeException.For(this, inputs,
                    $"a {Mode} border of {Math.Max(before, after)} on axis {i}, whose {x[i]} elements make at most {most}");
            }
            var length = (long)x[i] + before + after;
            if (length < 1 || length > Shape.MaxCount || before <= -x[i] || after <= -x[i])
            {
                throw ShapeException.For(this, inputs,
                    $"borders of {before} and {after} leave axis {i} {length} elements, none or too many of them its own");
            }
            result[i] = (int)length;
        }
        return ConvGeometry.Fits([.. result.Select(d => (long)d)])
            ? new Shape(result)
            : throw ShapeException.For(this, inputs, $"[{string.Join(",", result)}] has more than {Shape.MaxCount} elements");
    }

    /// <inheritdoc/>
    public override DType InferType(DType[] inputs) => inputs[0];

    /// <summary>A crop for a constant border; else axis by axis, the borders added to where they came from.</summary>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        var rank = node.Shape.Rank;
        if (Mode == PadMode.Constant)
            return [grad.Pad([.. Before.ToArray(rank).Select(b => -b)], [.. After.ToArray(rank).Select(a => -a)], Mode)];
        var dx = grad;
        for (var axis = 0; axis < rank; axis++)
        {
            if ((Before[axis] | After[axis]) != 0)
                dx = dx.Graph.Append(new PadGradOp(Mode, axis, Before[axis], After[axis]), dx);
        }
        return [dx];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        var x = node.Inputs[0].Shape;
        var axes = new List<(int Out, int Before, int Size)>();
        foreach (var axis in node.Shape.MemoryOrder())
        {
            var next = (Out: node.Shape[axis], Before: Before[axis], Size: x[axis]);
            if (next == (1, 0, 1))
                continue;
            // An axis without border lies within each element of the one before; a mirrored border is one of whole elements.
            var whole = next.Before == 0 && next.Out == next.Size;
            if (axes.Count > 0 && whole && (Mode == PadMode.Constant || (axes[^1].Before == 0 && axes[^1].Out == axes[^1].Size)))
                axes[^1] = (axes[^1].Out * next.Out, axes[^1].Before * next.Out, axes[^1].Size * next.Out);
            else
                axes.Add(next);
        }
        if (axes.Count == 0)
            axes.Add((1, 0, 1));
        yield return Launch("plain", 1);
        var last = axes[^1];
        if ((last.Out | last.Before | last.Size) % 8 == 0 && (Mode == PadMode.Constant || (last.Before == 0 && last.Out == last.Size)))
        {
            axes[^1] = (last.Out / 8, last.Before / 8, last.Size / 8);
            yield return Launch("wide", 8);
        }

        Recipe Launch(string name, int unit)
        {
            var count = node.Shape.Count / unit;
            PushWord[] push =
            [
                (int)count, node.Type == DType.F32 ? (PushWord)(float)Value : (int)Value, .. All(a => a.Out), .. All(a => a.Before),
                .. All(a => a.Size),
            ];
            return new Recipe(name, [new Step("Cnn/pad", Threads.For(count), push, Operand.In(0), Operand.Out())
            {
                Constants = [(0, unit == 8 ? 1u : 0u), (1, (uint)axes.Count), (2, (uint)Mode), (3, count < 1 << 24 ? 1u : 0u)],
            }]);
        }

        IEnumerable<PushWord> All(Func<(int Out, int Before, int Size), int> part) =>
            axes.Select(a => (PushWord)part(a)).Concat(Enumerable.Repeat<PushWord>(1, Shape.MaxRank)).Take(Shape.MaxRank);
    }
}

/// <summary>
/// The gradient of a border that is not constant, along one axis: each element's own gradient and those of its copies in the border.
/// Sums that gather, so equal inputs give equal bits.
/// </summary>
public sealed record PadGradOp(PadMode Mode, int Axis, int Before, int After) : Op
{
    /// <inheritdoc/>
    public override Shape InferShape(Shape[] inputs)
    {
        if (Before >= Threads.MostRounds || After >= Threads.MostRounds)
            throw ShapeException.For(this, inputs, $"borders of {Before} and {After}; at most {Threads.MostRounds - 1} have a gradient");
        return inputs[0][Axis] - Before - After is > 0 and var length
            ? inputs[0].With(Axis, length)
            : throw ShapeException.For(this, inputs, $"axis {Axis} is shorter than its borders of {Before} and {After}");
    }

    /// <inheritdoc/>
    public override Tensor?[] Backward(Node node, Tensor output, Tensor grad)
    {
        int[] before = new int[node.Shape.Rank], after = new int[node.Shape.Rank];
        (before[Axis], after[Axis]) = (Before, After);
        return [grad.Pad(before, after, Mode)];
    }

    /// <inheritdoc/>
    public override IEnumerable<Recipe> Recipes(Node node, DeviceTraits device)
    {
        int outer = 1, inner = 1;
        foreach (var axis in node.Shape.MemoryOrder().TakeWhile(a => a != Axis))
            outer *= node.Shape[axis];
        foreach (var axis in node.Shape.MemoryOrder().SkipWhile(a => a != Axis).Skip(1))
            inner *= node.Shape[axis];
        int length = node.Inputs[0].Shape[Axis], size = node.Shape[Axis];
        yield return Launch("plain", 1);
        if (inner % 8 == 0)
            yield return Launch("wide", 8);

        Recipe Launch(string name, int unit)
        {
            var count = (long)outer * size * inner / unit;
            return new Recipe(name,
                [new Step("Cnn/pad_grad", Threads.For(count), [(int)count, size, length, inner / unit, Before], Operand.In(0), Operand.Out())
                {
                    Constants = [(0, unit == 8 ? 1u : 0u), (1, (uint)Mode)],
                }]);
        }
    }
}

public readonly partial record struct Tensor
{
    /// <summary>
    /// Borders around this, as torch.nn.functional.pad: <paramref name="pads"/> holds two numbers an axis, before and after, the last axis first
    /// (left, right, top, bottom, ...). Negative ones crop.
    /// </summary>
    /// <exception cref="ShapeException">The borders do not fit the shape.</exception>
    public Tensor Pad(ReadOnlySpan<int> pads, PadMode mode = PadMode.Constant, double value = 0)
    {
        var rank = Shape.Rank;
        if (pads.Length % 2 != 0 || pads.Length > 2 * rank)
            throw new ShapeException($"Pad of {Shape}: {pads.Length} numbers given, two for each of the last axes are needed");
        int[] before = new int[rank], after = new int[rank];
        for (var i = 0; i < pads.Length / 2; i++)
            (before[rank - 1 - i], after[rank - 1 - i]) = (pads[2 * i], pads[2 * i + 1]);
        return Pad(before, after, mode, value);
    }

    /// <summary>Borders before and after each axis, in order of the axes; the value itself where all are 0.</summary>
    /// <exception cref="ShapeException">The borders do not fit the shape.</exception>
    public Tensor Pad(ReadOnlySpan<int> before, ReadOnlySpan<int> after, PadMode mode = PadMode.Constant, double value = 0)
    {
        if (before.Length != Shape.Rank || after.Length != Shape.Rank)
            throw new ShapeException($"Pad of {Shape}: {before.Length} and {after.Length} numbers given, one for each axis is needed");
        return before.ContainsAnyExcept(0) || after.ContainsAnyExcept(0)
            ? Graph.Append(new PadOp(mode, new AxisOffsets(before), new AxisOffsets(after), mode == PadMode.Constant ? value : 0), this)
            : this;
    }
}
