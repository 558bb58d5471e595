// The recipes of every sum and other reduction: a plain one for any axes, and a two-stage one where the reduced axes lie side by side in memory.
namespace CnnCompute;

/// <summary>
/// The kernels of a reduction: over any axes, over rows of eight columns, and over the parts that either leaves. <paramref name="Kind"/> says which
/// reduction (constant 1) where they do several; where <paramref name="Staged"/>, constant 2 has bit 0 for a first stage, bit 1 for the last.
/// </summary>
internal sealed record ReductionKernels(string Plain, string? Wide, string Parts, int Kind = -1, bool Staged = false)
{
    /// <summary>Sums.</summary>
    public static ReductionKernels Sums { get; } = new("Cnn/sum_to", "Cnn/sum", "Cnn/sum_parts");

    /// <summary>The constants that say which reduction and which stage.</summary>
    public (int, uint)[] Stage(bool first, bool last) => Kind < 0 ? []
        : Staged ? [(1, (uint)Kind), (2, (first ? 1u : 0) + (last ? 2u : 0))] : [(1, (uint)Kind)];
}

/// <summary>Reduces a tensor over the axes that are not kept. Orders of addition are fixed, so results repeat bit by bit.</summary>
internal static class Reduction
{
    private const int Axes = 6;

    /// <summary>
    /// Recipes for <paramref name="factor"/> * sum of input 0 into the output, whose memory holds <paramref name="kept"/> axes in that order.
    /// </summary>
    public static IEnumerable<Recipe> Recipes(Shape x, int[] kept, float factor, DeviceTraits device, ReductionKernels? kernels = null)
    {
        kernels ??= ReductionKernels.Sums;
        yield return Plain(x, kept, factor, device, kernels);
        if (kernels.Wide is null)
            yield break;
        var mask = kept.Aggregate((1u << x.Rank) - 1, (m, axis) => m & ~(1u << axis));
        var inOrder = x.MemoryOrder().Where(i => x[i] > 1 && kept.Contains(i)).SequenceEqual(kept.Where(i => x[i] > 1));
        if (inOrder && AxisView.Of(x, mask) is { } view && (view.Inner % 8 == 0 || view.Inner == 1 && (view.Outer == 1 || view.Length % 8 == 0)))
            yield return TwoStages(view, factor, device, kernels);
    }

    /// <summary>The shape that is left when the axes of a bit mask go, or stay as 1.</summary>
    public static Shape Shape(Op op, Shape x, uint axes, bool keepDim)
    {
        if (x.Rank < 32 && axes >> x.Rank != 0)
            throw ShapeException.For(op, [x], "an axis is out of range");
        return keepDim
            ? new Shape([.. x.ToArray().Select((d, i) => (axes >> i & 1) != 0 ? 1 : d)])
            : new Shape([.. x.ToArray().Where((_, i) => (axes >> i & 1) == 0)]);
    }

    /// <summary>The axes of input 0 that stay, in the order of the output's memory: where axes go, that is not always the input's.</summary>
    public static int[] Kept(Node node, uint axes, bool keepDim)
    {
        var kept = Enumerable.Range(0, node.Inputs[0].Shape.Rank).Where(i => (axes >> i & 1) == 0).ToArray();
        return [.. node.Shape.MemoryOrder().Select(i => keepDim ? i : kept[i]).Where(i => kept.Contains(i))];
    }

    // Six kept axes in the output's memory order, then six summed ones, each as (extent, stride in x).
    private static Recipe Plain(Shape x, int[] kept, float factor, DeviceTraits device, ReductionKernels kernels)
    {
        var strides = x.Strides();
        // Of eight axes at most, so many lie side by side that six of each kind are enough.
        GatherAxes Merged(IEnumerable<int> axes) => GatherAxes.Merge(1, axes.Select(a => (x[a], new[] { strides[a] })));
        var (rows, summed) = (Merged(kept), Merged(Enumerable.Range(0, x.Rank).Except(kept).OrderByDescending(a => strides[a])));
        var count = kept.Aggregate(1L, (n, a) => n * x[a]);
        var terms = x.Count / count;
        var parts = (int)((terms + Threads.MostRounds - 1) / Threads.MostRounds);
        var push = new List<PushWord> { (int)count, (int)terms, Threads.MostRounds, parts, parts == 1 ? factor : 1f };
        foreach (var axes in new[] { rows, summed })
        {
            var padding = Axes - axes.Count;
            push.AddRange(Enumerable.Repeat<PushWord>(1, padding).Concat(axes.Extents.Select(v => (PushWord)v)));
            push.AddRange(Enumerable.Repeat<PushWord>(0, padding).Concat(axes.Strides[0].Select(v => (PushWord)v)));
        }
        if (parts == 1)
        {
            var each = (int)(count / rows.Extents[0]);
            Cut? cut = (long)rows.Strides[0][0] * rows.Extents[0] == x.Count ? new Cut(rows.Extents[0], each, each) : null;
            return new Recipe("plain", [new Step(kernels.Plain, Threads.For(count), [.. push], Operand.In(0), Operand.Out())
            {
                Cut = cut,
                Constants = kernels.Stage(true, true),
            }]);
        }
        // Parts of one sum over all of memory lie one behind the other.
        var ranges = count == 1 && summed is { Count: 1, Strides: [[1]] }
            ? Range1.TrySplit(parts, parts, device, Threads.MostRounds * 4, 4)
            : null;
        return new Recipe("plain",
        [
            .. (ranges ?? [new Range1(0, parts)]).Select(r => new Step(
                kernels.Plain, Threads.For(count * r.Count),
                [(int)count, (int)Math.Min(terms - (long)r.First * Threads.MostRounds, (long)r.Count * Threads.MostRounds),
                    Threads.MostRounds, r.Count, .. push[4..]],
                Piece(Operand.In(0), r, parts, Threads.MostRounds * 4, x.Bytes), Piece(Operand.Scratch(0), r, parts, 4, 4L * parts))
            {
                Constants = kernels.Stage(true, false),
            }),
            new Step(kernels.Parts, Threads.For(count), [(int)count, parts, factor], Operand.Scratch(0), Operand.Out())
            {
                Constants = kernels.Stage(false, true),
            },
        ])
        {
            Scratch = [count * parts * 4],
        };
    }

    // What exceeds a binding is cut between lines, a lone line between runs of its rows.
    private static Recipe TwoStages(AxisView view, float factor, DeviceTraits device, ReductionKernels kernels)
    {
        long line = 4L * view.Length * view.Inner, result = 4L * view.Inner, scratch = 0;
        var steps = new List<Step>();
        foreach (var r in Range1.TrySplit(view.Outer, view.Outer, device, line, result) ?? [new Range1(0, view.Outer)])
        {
            var (x, y) = (Piece(Operand.In(0), r, view.Outer, line, line * view.Outer),
                Piece(Operand.Out(), r, view.Outer, result, result * view.Outer));
            scratch = Math.Max(scratch, AddStages(steps, view with { Outer = r.Count }, x, y, factor, device, kernels));
        }
        return new Recipe("two stages", steps) { Scratch = scratch > 0 ? [scratch] : [] };
    }

    // Stage 1: threads of eight columns each (or of eight neighbours of a row when inner = 1) sum a run of rows; stage 2 adds the parts in order.
    // Gives the bytes of the parts.
    private static long AddStages(List<Step> steps, AxisView view, Operand x, Operand y, float factor, DeviceTraits device, ReductionKernels kernels)
    {
        var along = view.Inner == 1;
        var rows = along ? (view.Length + 7) / 8 : view.Length;
        var blocks = along ? view.Outer : view.Outer * (view.Inner / 8);
        var row = along ? 32L : 4L * view.Inner;
        var (parts, most) = Parts(rows, blocks, device, view.Outer == 1 ? (int)Math.Min(int.MaxValue, device.MaxBindingBytes / row) : rows);
        var columns = along ? 1 : view.Inner / 8;
        var mode = along ? 1u : 0u;
        if (parts == 1)
        {
            steps.Add(new Step(kernels.Wide!, Threads.For(blocks), [blocks, columns, rows, 1, rows, view.Length, factor], x, y)
            {
                Constants = [(0, mode), .. kernels.Stage(true, true)],
            });
            return 0;
        }
        var results = along ? view.Outer : view.Outer * view.Inner;
        var ranges = view.Outer == 1 ? Range1.TrySplit(parts, parts, device, most * row, 4L * results) : null;
        foreach (var r in ranges ?? [new Range1(0, parts)])
        {
            var (first, count) = (r.First * most, Math.Min(rows - r.First * most, r.Count * most));
            steps.Add(new Step(
                kernels.Wide!, Threads.For((long)blocks * r.Count),
                [blocks, columns, count, r.Count, most, view.Length - (along ? first * 8 : 0), 1f],
                Piece(x, r, parts, most * row, rows * row), Piece(Operand.Scratch(0), r, parts, 4L * results, 4L * results * parts))
            {
                Constants = [(0, mode), .. kernels.Stage(true, false)],
            });
        }
        steps.Add(new Step(kernels.Parts, Threads.For(results), [results, parts, factor], Operand.Scratch(0), y)
        {
            Constants = kernels.Stage(false, true),
        });
        return 4L * results * parts;
    }

    // A range's part of an operand of so many bytes in all, the last item perhaps shorter; the operand itself where the range is everything.
    private static Operand Piece(Operand whole, Range1 range, int total, long bytes, long all) => range.Count == total
        ? whole
        : whole with
        {
            Offset = whole.Offset + range.First * bytes,
            Size = (Math.Min(range.Count * bytes, all - range.First * bytes) + 31) / 32 * 32,
        };

    /// <summary>
    /// Into how many runs of how many rows a reduction is cut, so that the device is busy and the second stage short; a run has
    /// <paramref name="atMost"/> rows at most.
    /// </summary>
    public static (int Parts, int Most) Parts(int rows, int blocks, DeviceTraits device, int atMost = Threads.MostRounds)
    {
        var wanted = (device.IsCpu ? 1024 : 16384) / Math.Max(1, blocks);
        var longest = Math.Clamp(atMost, 1, Threads.MostRounds);
        var least = (rows + longest - 1) / longest;
        var parts = rows < 64 ? least : Math.Max(least, Math.Clamp(Math.Min(wanted, (int)Math.Sqrt(rows)), 1, 512));
        var most = (rows + parts - 1) / parts;
        return ((rows + most - 1) / most, most);
    }
}
