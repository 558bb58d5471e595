// The recipes of every sum: a plain one for any axes, and a two-stage one where the summed axes lie side by side in memory.
namespace CnnCompute;

/// <summary>Sums a tensor over the axes that are not kept. Orders of addition are fixed, so results repeat bit by bit.</summary>
internal static class Reduction
{
    private const int Axes = 6;

    /// <summary>The most rounds of loops in one thread: Mesa's software Vulkan silently leaves every loop after 65,535 rounds, all loops of a thread together.</summary>
    public const int MostRounds = 32768;

    /// <summary>Recipes for <paramref name="factor"/> * sum of input 0 into the output, whose memory holds <paramref name="kept"/> axes in that order.</summary>
    public static IEnumerable<Recipe> Recipes(Shape x, int[] kept, float factor, DeviceTraits device)
    {
        yield return Plain(x, kept, factor);
        var mask = kept.Aggregate((1u << x.Rank) - 1, (m, axis) => m & ~(1u << axis));
        var inOrder = x.MemoryOrder().Where(i => x[i] > 1 && kept.Contains(i)).SequenceEqual(kept.Where(i => x[i] > 1));
        if (inOrder && AxisView.Of(x, mask) is { } view && (view.Inner % 8 == 0 || view.Inner == 1 && (view.Outer == 1 || view.Length % 8 == 0)))
            yield return TwoStages(view, factor, device);
    }

    // Six kept axes in the output's memory order, then six summed ones, each as (extent, stride in x).
    private static Recipe Plain(Shape x, int[] kept, float factor)
    {
        var strides = x.Strides();
        var rows = kept.Where(a => x[a] > 1).ToArray();
        var summed = Enumerable.Range(0, x.Rank).Except(rows).Where(a => x[a] > 1).OrderByDescending(a => strides[a]).ToArray();
        if (rows.Length > Axes || summed.Length > Axes)
            throw new ShapeException($"Sum over {x}: at most {Axes} axes longer than 1 may be kept, and as many summed");
        var count = rows.Aggregate(1L, (n, a) => n * x[a]);
        var terms = x.Count / count;
        var parts = (int)((terms + MostRounds - 1) / MostRounds);
        var push = new List<PushWord> { (int)count, (int)terms, MostRounds, parts, parts == 1 ? factor : 1f };
        foreach (var axes in new[] { rows, summed })
        {
            var padding = Axes - axes.Length;
            push.AddRange(Enumerable.Repeat<PushWord>(1, padding).Concat(axes.Select(a => (PushWord)x[a])));
            push.AddRange(Enumerable.Repeat<PushWord>(0, padding).Concat(axes.Select(a => (PushWord)strides[a])));
        }
        if (parts == 1)
            return new Recipe("plain", [new Step("Cnn/sum_to", Threads.For(count), [.. push], Operand.In(0), Operand.Out())]);
        return new Recipe("plain",
        [
            new Step("Cnn/sum_to", Threads.For(count * parts), [.. push], Operand.In(0), Operand.Scratch(0)),
            new Step("Cnn/sum_parts", Threads.For(count), [(int)count, parts, factor], Operand.Scratch(0), Operand.Out()),
        ])
        { Scratch = [count * parts * 4] };
    }

    // Stage 1: threads of eight columns each (or of eight neighbours of a row when inner = 1) sum a run of rows; stage 2 adds the parts in order.
    private static Recipe TwoStages(AxisView view, float factor, DeviceTraits device)
    {
        var along = view.Inner == 1;
        var rows = along ? (view.Length + 7) / 8 : view.Length;
        var blocks = along ? view.Outer : view.Outer * (view.Inner / 8);
        var (parts, most) = Parts(rows, blocks, device);
        var columns = along ? 1 : view.Inner / 8;
        var mode = along ? 1u : 0u;
        if (parts == 1)
        {
            return new Recipe("two stages", [new Step("Cnn/sum", Threads.For(blocks), [blocks, columns, rows, 1, rows, view.Length, factor], Operand.In(0), Operand.Out())
            {
                Constants = [(0, mode)],
            }]);
        }
        var results = along ? view.Outer : view.Outer * view.Inner;
        return new Recipe("two stages",
        [
            new Step("Cnn/sum", Threads.For((long)blocks * parts), [blocks, columns, rows, parts, most, view.Length, 1f], Operand.In(0), Operand.Scratch(0)) { Constants = [(0, mode)] },
            new Step("Cnn/sum_parts", Threads.For(results), [results, parts, factor], Operand.Scratch(0), Operand.Out()),
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
