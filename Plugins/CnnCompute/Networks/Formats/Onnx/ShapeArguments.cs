// How operators that arrange elements say what they want, in attributes or inputs, over all opsets.
namespace CnnCompute;

/// <summary>Result sizes of reshaping operators, shared by the device's importers and the folds.</summary>
internal static class ShapeArguments
{
    /// <summary>Sizes of a Reshape: 0 keeps the input's (unless allowzero), one -1 is found.</summary>
    public static int[] Reshape(OnnxNode node, int[] x)
    {
        var target = node.Integers("shape", 1) ?? throw node.Bad("the shape is missing");
        var keepZero = node.Int("allowzero", 0) != 0;
        InvalidDataException Misfit() => node.Bad($"cannot reshape [{string.Join(",", x)}] to [{string.Join(",", target)}]");
        long count = x.Aggregate(1L, (n, d) => Math.Min(n * d, long.MaxValue / int.MaxValue)), known = 1;
        var (dims, open) = (new int[target.Length], -1);
        for (var i = 0; i < target.Length; i++)
        {
            var d = target[i] == 0 && !keepZero && i < x.Length ? x[i] : target[i];
            if (d == -1 && open < 0)
            {
                open = i;
                continue;
            }
            if (d is < 0 or > int.MaxValue)
                throw Misfit();
            dims[i] = (int)d;
            known = Math.Min(known * d, long.MaxValue / int.MaxValue);
        }
        if (open >= 0)
            dims[open] = known > 0 && count % known == 0 && count / known <= int.MaxValue ? (int)(count / known) : throw Misfit();
        else if (known != count)
            throw Misfit();
        return dims;
    }

    /// <summary>Two dimensions: those before an axis, and the others.</summary>
    public static int[] Matrix(OnnxNode node, int[] x, long axis)
    {
        var split = axis < 0 ? axis + x.Length : axis;
        if (split < 0 || split > x.Length)
            throw node.Bad($"axis {axis} of input [{string.Join(",", x)}]");
        return [Product(node, x[..(int)split]), Product(node, x[(int)split..])];
    }

    /// <summary>Sizes without the given axes of 1, or without all of them.</summary>
    public static int[] Squeeze(OnnxNode node, int[] x)
    {
        var axes = node.Integers("axes", 1) is { } given ? node.Axes(given, x.Length) : [.. Enumerable.Range(0, x.Length).Where(i => x[i] == 1)];
        return axes.FirstOrDefault(a => x[a] != 1, -1) is var bad and >= 0
            ? throw node.Bad($"axis {bad} of [{string.Join(",", x)}] is not 1")
            : [.. x.Where((_, i) => !axes.Contains(i))];
    }

    /// <summary>Sizes with ones put in at the given axes of the result.</summary>
    public static int[] Unsqueeze(OnnxNode node, int[] x)
    {
        var given = node.Integers("axes", 1) ?? throw node.Bad("axes are missing");
        var axes = node.Axes(given, x.Length + given.Length);
        var rest = new Queue<int>(x);
        return [.. Enumerable.Range(0, x.Length + axes.Length).Select(i => axes.Contains(i) ? 1 : rest.Dequeue())];
    }

    /// <summary>The order of axes of a Transpose; reversed by default.</summary>
    public static int[] Order(OnnxNode node, int rank)
    {
        var order = node.Ints("perm") ?? [.. Enumerable.Range(0, rank).Reverse()];
        return order.Order().SequenceEqual(Enumerable.Range(0, rank))
            ? order
            : throw node.Bad($"perm [{string.Join(",", order)}] is no order of {rank} axes");
    }

    /// <summary>Input <paramref name="i"/> as sizes.</summary>
    public static int[] Sizes(OnnxNode node, int i)
    {
        var sizes = node.Integers(i);
        return sizes.All(d => d is >= 0 and <= int.MaxValue) ? [.. sizes.Select(d => (int)d)] : throw node.Bad($"sizes [{string.Join(",", sizes)}]");
    }

    /// <summary>Sizes of a Tile.</summary>
    public static int[] Tiled(OnnxNode node, int[] x)
    {
        var repeats = node.Integers(1);
        if (repeats.Length != x.Length || repeats.Any(r => r is < 0 or > int.MaxValue))
            throw node.Bad($"repeats [{string.Join(",", repeats)}] for [{string.Join(",", x)}]");
        return [.. x.Zip(repeats, (d, r) => checked((int)(d * r)))];
    }

    /// <summary>Axis and lengths of a Split: as given, or as equal as the number of outputs allows.</summary>
    public static (int Axis, int[] Lengths) Split(OnnxNode node, int[] x)
    {
        var axis = node.Axis(node.Int("axis", 0), x.Length);
        var size = x[axis];
        if (node.Integers("split", 1) is { } given)
        {
            return given.All(l => l >= 0 && l <= size) && given.Sum() == size && given.Length == node.Outputs
                ? (axis, [.. given.Select(l => (int)l)])
                : throw node.Bad($"lengths [{string.Join(",", given)}] for {node.Outputs} outputs of axis {axis} of [{string.Join(",", x)}]");
        }
        var parts = node.Outputs;
        if (node.Int("num_outputs", parts) != parts)
            throw node.Bad($"num_outputs {node.Int("num_outputs", parts)} for {parts} outputs");
        // Only the last may be shorter.
        var length = (size + parts - 1) / parts;
        if (parts == 0 || (long)length * (parts - 1) > size || (size % parts != 0 && node.Opset < 18))
            throw node.Bad($"axis {axis} of [{string.Join(",", x)}] does not split into {parts}");
        return (axis, [.. Enumerable.Range(0, parts).Select(i => Math.Min(length, size - i * length))]);
    }

    /// <summary>
    /// Axes of a reduction, attribute or input: all of them, or none with noop_with_empty_axes, where none is given; and whether they stay as 1.
    /// </summary>
    public static (int[] Axes, bool Keep) Reduced(OnnxNode node, int rank)
    {
        var given = node.Integers("axes", 1);
        var axes = given is { Length: > 0 } ? node.Axes(given, rank) : node.Int("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
        return ([.. axes.Order()], node.Int("keepdims", 1) != 0);
    }

    /// <summary>What a Pad adds before and after every axis.</summary>
    public static (int[] Before, int[] After) Pads(OnnxNode node, int[] x)
    {
        var given = (node.Opset < 11 ? (node.Ints("pads") ?? node.Ints("paddings"))?.Select(p => (long)p).ToArray() : node.Integers(1))
            ?? throw node.Bad("pads are missing");
        var axes = node.Has(3) ? node.Axes(node.Integers(3), x.Length) : [.. Enumerable.Range(0, x.Length)];
        if (given.Length != 2 * axes.Length || given.Any(p => p is < -Shape.MaxCount or > Shape.MaxCount))
            throw node.Bad($"pads [{string.Join(",", given)}] for {axes.Length} axes of [{string.Join(",", x)}]");
        var (before, after) = (new int[x.Length], new int[x.Length]);
        foreach (var (i, axis) in axes.Index())
            (before[axis], after[axis]) = ((int)given[i], (int)given[i + axes.Length]);
        return (before, after);
    }

    /// <summary>What a CenterCropPad adds, or cuts where it is negative; what is odd of a difference goes behind.</summary>
    public static (int[] Before, int[] After) CentrePads(OnnxNode node, int[] x)
    {
        var sizes = Sizes(node, 1);
        var axes = node.Ints("axes") is { } given ? node.Axes(given.Select(a => (long)a), x.Length) : [.. Enumerable.Range(0, x.Length)];
        if (sizes.Length != axes.Length)
            throw node.Bad($"sizes [{string.Join(",", sizes)}] for {axes.Length} axes of [{string.Join(",", x)}]");
        var (before, after) = (new int[x.Length], new int[x.Length]);
        foreach (var (i, axis) in axes.Index())
        {
            var more = sizes[i] - x[axis];
            (before[axis], after[axis]) = (more / 2, more - more / 2);
        }
        return (before, after);
    }

    private static int Product(OnnxNode node, int[] dims)
    {
        var product = dims.Aggregate(1L, (n, d) => Math.Min(n * d, int.MaxValue + 1L));
        return product <= int.MaxValue ? (int)product : throw node.Bad($"[{string.Join(",", dims)}] has too many elements");
    }
}
