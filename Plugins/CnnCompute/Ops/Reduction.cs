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

    /// <summary>The most rounds of loops in one thread: Mesa's software Vulkan silently leaves every loop after 65,535 rounds, all loops of a thread together.</summary>
    public const int MostRounds = 32768;

    /// <summary>Recipes for <paramref name="factor"/> * sum of input 0 into the output, whose memory holds <paramref name="kept"/> axes in that order.</summary>
    public static IEnumerable<Recipe> Recipes(Shape x, int[] kept, float factor, DeviceTraits device, ReductionKernels? kernels = null)
    {
        kernels ??= ReductionKernels.Sums;
        yield return Plain(x, kept, factor, kernels);
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
    private static Recipe Plain(Shape x, int[] kept, float factor, ReductionKernels kernels)
    {
        var strides = x.Strides();
        // Of eight axes at most, so many lie side by side that six of each kind are enough.
        GatherAxes Merged(IEnumerable<int> axes) => GatherAxes.Merge(1, axes.Select(a => (x[a], new[] { strides[a] })));
        var (rows, summed) = (Merged(kept), Merged(Enumerable.Range(0, x.Rank).Except(kept).OrderByDescending(a => strides[a])));
        var count = kept.Aggregate(1L, (n, a) => n * x[a]);
        var terms = x.Count / count;
        var parts = (int)((terms + MostRounds - 1) / MostRounds);
        var push = new List<PushWord> { (int)count, (int)terms, MostRounds, parts, parts == 1 ? factor : 1f };
        foreach (var axes in new[] { rows, summed })
        {
            var padding = Axes - axes.Count;
            push.AddRange(Enumerable.Repeat<PushWord>(1, padding).Concat(axes.Extents.Select(v => (PushWord)v)));
            push.AddRange(Enumerable.Repeat<PushWord>(0, padding).Concat(axes.Strides[0].Select(v => (PushWord)v)));
        }
        if (parts == 1)
            return new Recipe("plain", [new Step(kernels.Plain, Threads.For(count), [.. push], Operand.In(0), Operand.Out()) { Constants = kernels.Stage(true, true) }]);
        return new Recipe("plain",
        [
            new Step(kernels.Plain, Threads.For(count * parts), [.. push], Operand.In(0), Operand.Scratch(0)) { Constants = kernels.Stage(true, false) },
            new Step(kernels.Parts, Threads.For(count), [(int)count, parts, factor], Operand.Scratch(0), Operand.Out()) { Constants = kernels.Stage(false, true) },
        ])
        { Scratch = [count * parts * 4] };
    }

    // Stage 1: threads of eight columns each (or of eight neighbours of a row when inner = 1) sum a run of rows; stage 2 adds the parts in order.
    private static Recipe TwoStages(AxisView view, float factor, DeviceTraits device, ReductionKernels kernels)
    {
        var along = view.Inner == 1;
        var rows = along ? (view.Length + 7) / 8 : view.Length;
        var blocks = along ? view.Outer : view.Outer * (view.Inner / 8);
        var (parts, most) = Parts(rows, blocks, device);
        var columns = along ? 1 : view.Inner / 8;
        var mode = along ? 1u : 0u;
        if (parts == 1)
        {
            return new Recipe("two stages", [new Step(kernels.Wide!, Threads.For(blocks), [blocks, columns, rows, 1, rows, view.Length, factor], Operand.In(0), Operand.Out())
            {
                Constants = [(0, mode), .. kernels.Stage(true, true)],
            }]);
        }
        var results = along ? view.Outer : view.Outer * view.Inner;
        return new Recipe("two stages",
        [
            new Step(kernels.Wide!, Threads.For((long)blocks * parts), [blocks, columns, rows, parts, most, view.Length, 1f], Operand.In(0), Operand.Scratch(0))
            {
                Constants = [(0, mode), .. kernels.Stage(true, false)],
            },
            new Step(kernels.Parts, Threads.For(results), [results, parts, factor], Operand.Scratch(0), Operand.Out()) { Constants = kernels.Stage(false, true) },
        ])
        { Scratch = [(long)results * parts * 4] };
    }

    /// <summary>Into how many runs of how many rows a reduction is cut, so that the device is busy and the second stage short.</summary>
    public static (int Parts, int Most) Parts(int rows, int blocks, DeviceTraits device)
    {
        var wanted = (device.IsCpu ? 1024 : 16384) / Math.Max(1, blocks);
        var least = (rows + MostRounds - 1) / MostRounds;
        var parts = rows < 64 ? 1 : Math.Max(least, Math.Clamp(Math.Min(wanted, (int)Math.Sqrt(rows)), 1, 512));
        var most = (rows + parts - 1) / parts;
        return ((rows + most - 1) / most, most);
    }
}
