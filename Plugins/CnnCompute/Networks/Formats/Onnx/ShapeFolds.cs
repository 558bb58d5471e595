// Operators that arrange or reduce arrays that are known at import: the arithmetic of shapes.
namespace CnnCompute;

internal static class ShapeFolds
{
    [OnnxFold("Concat")]
    private static OnnxArray? Concat(OnnxNode node)
    {
        OnnxArray[] parts = [.. Enumerable.Range(0, node.Count).Select(node.Known)];
        if (parts.Length == 0)
            throw node.Bad("it has no inputs");
        var axis = node.Axis(node.Int("axis", 1), parts[0].Dims.Length);
        if (parts.Any(p => p.Dims.Length != parts[0].Dims.Length || p.IsInteger != parts[0].IsInteger
            || p.Dims.Where((d, i) => i != axis && d != parts[0].Dims[i]).Any()))
        {
            return null;
        }
        var dims = parts[0].Dims.ToArray();
        dims[axis] = parts.Sum(p => p.Dims[axis]);
        if (dims.Contains(0))
            return parts[0].Pick(dims, []);
        int outer = dims[..axis].Aggregate(1, (n, d) => n * d), inner = dims[(axis + 1)..].Aggregate(1, (n, d) => n * d);
        var order = Enumerable.Range(0, outer).SelectMany(o => parts.Select(p => (p, Start: o * p.Dims[axis] * inner, Length: p.Dims[axis] * inner)));
        return parts[0].IsInteger
            ? new OnnxArray(parts[0].ElementType, dims, [.. order.SelectMany(r => r.p.Integers!.AsSpan(r.Start, r.Length).ToArray())])
            : new OnnxArray(parts[0].ElementType, dims, [.. order.SelectMany(r => r.p.Floats.AsSpan(r.Start, r.Length).ToArray())]);
    }

    [OnnxFold("Slice")]
    private static OnnxArray Slice(OnnxNode node)
    {
        var x = node.Known(0);
        var slice = SliceArguments.Of(node, x.Dims);
        var strides = FoldIndex.Strides(x.Dims);
        return x.Pick(slice.Lengths, slice.Lengths.Contains(0) ? [] : FoldIndex.Walk(slice.Lengths, [.. strides.Zip(slice.Steps, (s, t) => s * t)],
            strides.Zip(slice.Starts, (s, t) => s * t).Sum()));
    }

    [OnnxFold("Gather")]
    private static OnnxArray Gather(OnnxNode node)
    {
        var (x, indices) = (node.Known(0), node.Known(1));
        var axis = node.Axis(node.Int("axis", 0), x.Dims.Length);
        int[] picks = [.. node.Integers(1).Select(
            i => i >= -x.Dims[axis] && i < x.Dims[axis] ? (int)(i < 0 ? i + x.Dims[axis] : i) : throw node.Bad($"index {i} of {x.Dims[axis]}"))];
        int[] before = x.Dims[..axis], after = x.Dims[(axis + 1)..];
        int[] dims = [.. before, .. indices.Dims, .. after];
        FoldIndex.Count(dims);
        int outer = FoldIndex.Count(before), inner = FoldIndex.Count(after);
        return x.Pick(dims,
            [.. Enumerable.Range(0, outer).SelectMany(o => picks.SelectMany(p => Enumerable.Range((o * x.Dims[axis] + p) * inner, inner)))]);
    }

    [OnnxFold("Squeeze")]
    private static OnnxArray Squeeze(OnnxNode node) => node.Known(0).Reshape(ShapeArguments.Squeeze(node, node.Dims(0)));

    [OnnxFold("Unsqueeze")]
    private static OnnxArray Unsqueeze(OnnxNode node) => node.Known(0).Reshape(ShapeArguments.Unsqueeze(node, node.Dims(0)));

    [OnnxFold("Reshape")]
    private static OnnxArray Reshape(OnnxNode node) => node.Known(0).Reshape(ShapeArguments.Reshape(node, node.Dims(0)));

    [OnnxFold("Flatten")]
    private static OnnxArray Flatten(OnnxNode node) => node.Known(0).Reshape(ShapeArguments.Matrix(node, node.Dims(0), node.Int("axis", 1)));

    [OnnxFold("Transpose")]
    private static OnnxArray Transpose(OnnxNode node)
    {
        var x = node.Known(0);
        var (order, strides) = (ShapeArguments.Order(node, x.Dims.Length), FoldIndex.Strides(x.Dims));
        int[] dims = [.. order.Select(a => x.Dims[a])];
        return x.Pick(dims, FoldIndex.Walk(dims, [.. order.Select(a => strides[a])]));
    }

    [OnnxFold("Expand")]
    private static OnnxArray Expand(OnnxNode node)
    {
        var x = node.Known(0);
        var dims = FoldIndex.Broadcast(x.Dims, ShapeArguments.Sizes(node, 1));
        return x.Pick(dims, FoldIndex.Operand(x.Dims, dims));
    }

    [OnnxFold("Tile")]
    private static OnnxArray? Tile(OnnxNode node)
    {
        var x = node.Known(0);
        if (node.Opset < 6)
            return null;
        var dims = ShapeArguments.Tiled(node, x.Dims);
        // As blocks: each axis of the result is (repeats, own size).
        int[] blocks = [.. dims.SelectMany((d, i) => new[] { x.Dims[i] == 0 ? 0 : d / x.Dims[i], x.Dims[i] })];
        return x.Pick(dims, FoldIndex.Walk(blocks, [.. FoldIndex.Strides(x.Dims).SelectMany(s => new[] { 0, s })]));
    }

    [OnnxFold("Range")]
    private static OnnxArray Range(OnnxNode node)
    {
        OnnxArray start = node.One(0), limit = node.One(1), delta = node.One(2);
        var exact = Math.Ceiling((limit[0] - start[0]) / delta[0]);
        if (!(exact <= OnnxImport.MostFolded))
            throw node.Bad($"a range of {exact} numbers is too long");
        var n = (int)Math.Max(0, exact);
        return start.Integers is { } from && delta.Integers is { } step
            ? new OnnxArray(start.ElementType, [n], [.. Enumerable.Range(0, n).Select(i => from[0] + i * step[0])])
            : new OnnxArray(start.ElementType, [n], [.. Enumerable.Range(0, n).Select(i => (float)(start[0] + i * delta[0]))]);
    }

    [OnnxFold("Split")]
    private static OnnxArray[] Split(OnnxNode node)
    {
        var x = node.Known(0);
        var (axis, lengths) = ShapeArguments.Split(node, x.Dims);
        var strides = FoldIndex.Strides(x.Dims);
        var parts = new OnnxArray[lengths.Length];
        for (int i = 0, start = 0; i < parts.Length; start += lengths[i++])
        {
            var dims = x.Dims.ToArray();
            dims[axis] = lengths[i];
            parts[i] = x.Pick(dims, FoldIndex.Walk(dims, strides, start * strides[axis]));
        }
        return parts;
    }

    [OnnxFold("ReduceProd", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceMean")]
    private static OnnxArray? Reduce(OnnxNode node)
    {
        var x = node.Known(0);
        var (axes, keep) = ShapeArguments.Reduced(node, x.Dims.Length);
        if (axes.Length == 0)
            return x;
        var terms = axes.Aggregate(1, (n, a) => n * x.Dims[a]);
        if (terms == 0 || x.IsInteger && node.Operator == "ReduceMean")
            return null;
        Func<double, double, double> f = node.Operator switch
        {
            "ReduceProd" => (a, b) => a * b,
            "ReduceMax" => Math.Max,
            "ReduceMin" => Math.Min,
            _ => (a, b) => a + b,
        };
        int[] kept = [.. x.Dims.Select((d, i) => axes.Contains(i) ? 1 : d)];
        var strides = FoldIndex.Strides(x.Dims);
        var starts = FoldIndex.Walk(kept, strides);
        var inside = FoldIndex.Walk([.. axes.Select(a => x.Dims[a])], [.. axes.Select(a => strides[a])]);
        double[] sums = [.. starts.Select(s => inside.Select(i => x[s + i]).Aggregate(f) / (node.Operator == "ReduceMean" ? terms : 1))];
        var dims = keep ? kept : [.. x.Dims.Where((_, i) => !axes.Contains(i))];
        return x.IsInteger
            ? new OnnxArray(x.ElementType, dims, Array.ConvertAll(sums, v => (long)v))
            : new OnnxArray(x.ElementType, dims, Array.ConvertAll(sums, v => (float)v));
    }

    [OnnxFold("NonZero")]
    private static OnnxArray NonZero(OnnxNode node)
    {
        var x = node.Known(0);
        int[] found = [.. Enumerable.Range(0, x.Count).Where(i => x[i] != 0)];
        var strides = FoldIndex.Strides(x.Dims);
        return new OnnxArray(OnnxType.Int64, [x.Dims.Length, found.Length],
            [.. x.Dims.SelectMany((d, axis) => found.Select(i => (long)(i / strides[axis] % d)))]);
    }
}
