// What becomes of lines that always have the same sum, where elements are moved, chosen, reduced or joined.
namespace CnnCompute;

/// <summary>Rules of operators that look at axes.</summary>
internal static class LineRules
{
    /// <summary>The rule of a node's operator; null where there is none.</summary>
    public static ValueFacts? Of(Node node, ScoreAnalysis known)
    {
        var (x, shape) = (known[node.Inputs[0]], node.Inputs[0].Shape);
        return node.Op switch
        {
            PermuteOp permute => Moved(x, shape, node.Shape, axis => Enumerable.Range(0, shape.Rank).First(i => permute.Axis(i) == axis)),
            BroadcastToOp => Repeated(shape, node.Shape, x),
            SliceOp slice => Part(x, shape, node.Shape, slice.Axis, isWhole: slice.Length == shape[slice.Axis]),
            GatherOp gather => Gathered(node, gather.Axis, x),
            ConcatOp concat => Joined(node, concat.Axis, known),
            SumOp sum => Summed(node, sum.Axes, sum.KeepDim, sum.Factor, x),
            ReduceOp { Kind: ReduceKind.Sum } sum => Summed(node, sum.Axes, sum.KeepDim, 1, x),
            ReduceOp { Kind: ReduceKind.Max or ReduceKind.Min } => x.Range,
            GlobalAvgPoolOp => Summed(node, 0b1100, true, 1.0 / (shape[2] * shape[3]), x),
            AvgPool2dOp => x.Range.Or(new ValueFacts(0, 0)) with
            {
                Sum = x.Sum?.Axis(shape) == 1 ? LineSum.Along(node.Shape, 1, x.Sum.Value.Total) with { IsMost = true } : null,
            },
            PadOp { Mode: PadMode.Constant } pad => x.Range.Or(new ValueFacts(pad.Value, pad.Value)),
            PadOp => x.Range,
            _ => null,
        };
    }

    /// <summary>Elements chosen by indices that are computed, or repeated.</summary>
    public static ValueFacts Chosen(Node node, ValueFacts x) => x.Range with
    {
        // The best of a line, each once.
        Sum = node.Op is GatherElementsOp gather && node.Inputs[1].Node.Op is TopKOp && x.Least >= 0 && x.Sum is { } s
            && s.Axis(node.Inputs[0].Shape) == gather.Axis
            ? LineSum.Along(node.Shape, gather.Axis, s.Total) with { IsMost = true }
            : null,
    };

    /// <summary>Facts of a value that is repeated along axes of size 1, and new ones in front.</summary>
    public static ValueFacts Repeated(Shape from, Shape to, ValueFacts x) => Moved(x, from, to, axis => axis + to.Rank - from.Rank);

    /// <summary>
    /// Values divided by their own sum along an axis, perhaps with something small against division by zero: operand <paramref name="i"/> of a node,
    /// and what divides it.
    /// </summary>
    public static ValueFacts? Normalised(Node node, int i, Tensor divisor, ScoreAnalysis known)
    {
        var value = node.Inputs[i];
        if (value.Shape != node.Shape)
            return null;
        var sum = Plainly(divisor).Node;
        var axes = sum.Op switch
        {
            SumOp { Factor: 1 } s => s.Axes,
            ReduceOp { Kind: ReduceKind.Sum or ReduceKind.NormL1 } r => r.Axes,
            _ => 0u,
        };
        if (axes == 0 || !Same(sum.Inputs[0], value) || known[value].Least < 0)
            return null;
        return new ValueFacts(0, 1) { Sum = LineOf(value.Shape, axes) };
    }

    /// <summary>The line of a value less the logarithm of the sum of its exponentials; null of any other difference.</summary>
    public static LineSum? LogNormalised(Node node)
    {
        if (node.Op is not SubOp || node.Inputs[0].Shape != node.Shape)
            return null;
        var (value, log) = (node.Inputs[0], ScoreAnalysis.Plain(node.Inputs[1]).Node);
        if (log.Op is ReduceOp { Kind: ReduceKind.LogSumExp } whole && Same(log.Inputs[0], value))
            return LineOf(value.Shape, whole.Axes);
        var sum = log.Op is UnaryMathOp { Kind: UnaryMath.Log } ? ScoreAnalysis.Plain(log.Inputs[0]).Node : log;
        var axes = (sum.Op, ReferenceEquals(sum, log)) switch
        {
            (SumOp { Factor: 1 } s, false) => s.Axes,
            (ReduceOp { Kind: ReduceKind.Sum } r, false) => r.Axes,
            (ReduceOp { Kind: ReduceKind.LogSum } r, true) => r.Axes,
            _ => 0u,
        };
        return axes != 0 && sum.Inputs[0].Node is { Op: UnaryMathOp { Kind: UnaryMath.Exp } } exp && Same(exp.Inputs[0], value)
            ? LineOf(value.Shape, axes)
            : null;
    }

    /// <summary>A divisor without what only keeps it from zero.</summary>
    public static Tensor Plainly(Tensor value)
    {
        const double Small = 0.01;
        while (true)
        {
            value = ScoreAnalysis.Plain(value);
            var node = value.Node;
            if (node.Op is ScaleOp { Factor: 1, Shift: > 0 and < (float)Small } or ClampOp { Min: < (float)Small, Max: float.PositiveInfinity })
                value = node.Inputs[0];
            else if (node.Op is AddOp or MaximumOp && IsSmall(node.Inputs[1]))
                value = node.Inputs[0];
            else if (node.Op is AddOp or MaximumOp && IsSmall(node.Inputs[0]))
                value = node.Inputs[1];
            else
                return value;
        }

        static bool IsSmall(Tensor t) => ScoreAnalysis.Constant(t) is { Least: >= 0, Most: < Small };
    }

    private static bool Same(Tensor a, Tensor b) => ScoreAnalysis.Plain(Magnitude(a)).Id == ScoreAnalysis.Plain(Magnitude(b)).Id;

    private static Tensor Magnitude(Tensor value) =>
        value.Node is { Op: UnaryMathOp { Kind: UnaryMath.Abs } } node ? node.Inputs[0] : value;

    // The line that reduced axes form together; none where others lie between them.
    private static LineSum? LineOf(Shape shape, uint axes)
    {
        LineSum? line = null;
        var isOver = false;
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            var reduced = (axes >> axis & 1) != 0;
            if (shape[axis] == 1)
                continue;
            if (reduced && isOver)
                return null;
            if (reduced)
                line = line is { } so ? so with { Count = so.Count * shape[axis] } : LineSum.Along(shape, axis, 1);
            isOver |= !reduced && line is not null;
        }
        return line;
    }

    private static ValueFacts Moved(ValueFacts x, Shape from, Shape to, Func<int, int> axisOf)
    {
        LineSum? Line(LineSum? line) => line is { } l && l.Axis(from) is >= 0 and var axis
            ? l with { Stride = LineSum.Along(to, axisOf(axis), 0).Stride }
            : null;
        return x with { Sum = Line(x.Sum), LogSum = Line(x.LogSum) };
    }

    private static ValueFacts Part(ValueFacts x, Shape from, Shape to, int axis, bool isWhole)
    {
        if (isWhole)
            return x;
        if (x.Sum is { } s && s.Axis(from) == axis)
            return x.Range with { Sum = x.Least >= 0 ? LineSum.Along(to, axis, s.Total) with { IsMost = true } : null };
        return Moved(x.LogSum?.Axis(from) == axis ? x with { LogSum = null } : x, from, to, i => i);
    }

    private static ValueFacts Gathered(Node node, int axis, ValueFacts x)
    {
        var (from, to) = (node.Inputs[0].Shape, node.Shape);
        if (x.Sum?.Axis(from) != axis)
            return Moved(x.LogSum?.Axis(from) == axis ? x with { LogSum = null } : x, from, to, i => i);
        if (ScoreAnalysis.Plain(node.Inputs[1]).Node.Op is not ParameterOp { Parameter: var indices })
            return x.Range;
        var chosen = indices.Initial;
        var isOnce = chosen.Distinct().Count() == chosen.Length;
        return isOnce ? Part(x, from, to, axis, isWhole: chosen.Length == from[axis]) : x.Range;
    }

    private static ValueFacts Summed(Node node, uint axes, bool keepDim, double factor, ValueFacts x)
    {
        var (from, terms) = (node.Inputs[0].Shape, 1L);
        for (var i = 0; i < from.Rank; i++)
            terms *= (axes >> i & 1) != 0 ? from[i] : 1;
        var all = x.Range.Scaled(terms * factor, 0);
        if (x.Sum?.Axis(from) is not (>= 0 and var axis))
            return all;
        if ((axes >> axis & 1) != 0)
        {
            var total = x.Sum.Value.Total * factor * (terms / from[axis]);
            return x.Sum.Value.IsMost ? all : new ValueFacts(total, total);
        }
        var gone = keepDim ? 0 : Enumerable.Range(0, axis).Count(i => (axes >> i & 1) != 0);
        return Moved(x, from, node.Shape, i => i - gone) is { Sum: { } sum }
            ? all with { Sum = sum with { Total = sum.Total * terms * factor } }
            : all;
    }

    private static ValueFacts Joined(Node node, int axis, ScoreAnalysis known)
    {
        var all = node.Inputs.Select(i => known[i]).ToArray();
        var range = all.Aggregate((a, b) => a.Or(b)).Range;
        if (all.Length == 1)
            return all[0];
        var first = all[0].Sum;
        if (first is { } line && line.Axis(node.Inputs[0].Shape) is >= 0 and var along && along != axis)
        {
            return all.All(f => f.Sum is { } s && s.Count == line.Count && s.IsMost == line.IsMost && Math.Abs(s.Total - line.Total) < 1e-6)
                && node.Inputs.Select((input, i) => all[i].Sum!.Value.Axis(input.Shape) == along).All(same => same)
                ? Moved(range with { Sum = line }, node.Inputs[0].Shape, node.Shape, i => i)
                : range;
        }
        if (node.Inputs.Select((input, i) => all[i].Sum is { IsMost: false } s && s.Axis(input.Shape) == axis).All(whole => whole))
            return range with { Sum = LineSum.Along(node.Shape, axis, all.Sum(f => f.Sum!.Value.Total)) };
        return node.Inputs.Count == 2 && Complement(node.Inputs[0], node.Inputs[1]) is { } total && node.Inputs[0].Shape[axis] == 1
            ? range with { Sum = LineSum.Along(node.Shape, axis, total) }
            : range;
    }

    // p and 1 - p: what two values always add up to, element by element.
    private static double? Complement(Tensor a, Tensor b)
    {
        var ((x, factor, shift), (y, other, more)) = (Linear(a), Linear(b));
        return x.Id == y.Id && factor + other == 0 ? shift + more : null;
    }

    private static (Tensor Value, double Factor, double Shift) Linear(Tensor value)
    {
        var (factor, shift) = (1.0, 0.0);
        while (true)
        {
            value = ScoreAnalysis.Plain(value);
            var node = value.Node;
            if (node.Op is ScaleOp scale)
                (value, shift, factor) = (node.Inputs[0], shift + (factor * scale.Shift), factor * scale.Factor);
            else if (node.Op is UnaryMathOp { Kind: UnaryMath.Neg })
                (value, factor) = (node.Inputs[0], -factor);
            else if (node.Op is SubOp && ScoreAnalysis.Constant(node.Inputs[0]) is var (least, most) && least == most)
                (value, shift, factor) = (node.Inputs[1], shift + (factor * least), -factor);
            else
                return (value, factor, shift);
        }
    }
}
