// Packs temporaries into as little memory as their lifetimes allow.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>A piece of memory that is wanted from one time to another, both included.</summary>
/// <param name="Bytes">Size, rounded up to a multiple of <see cref="Place.Granularity"/>.</param>
/// <param name="Start">First time at which it is alive.</param>
/// <param name="End">Last time at which it is alive.</param>
/// <param name="Label">What it holds, for tables and messages.</param>
internal sealed record Allocation(long Bytes, int Start, int End, string Label)
{
    /// <summary>Size.</summary>
    public long Bytes { get; } = Place.RoundUp(Bytes);

    /// <summary>Offset in the arena as if it were one buffer.</summary>
    public long Offset { get; init; }
}

/// <summary>
/// Offsets for allocations: those whose lifetimes meet never overlap. Greedy first- and best-fit in several orders (after Pisarchyk and Lee,
/// "Efficient memory management for deep neural net inference", 2020); the smallest result is kept.
/// </summary>
/// <param name="Allocations">All, in the order in which they were asked for.</param>
/// <param name="Peak">Bytes it takes.</param>
/// <param name="LowerBound">Bytes alive at the fullest time: no arena could be smaller.</param>
internal sealed record Arena(ImmutableArray<Allocation> Allocations, long Peak, long LowerBound)
{
    /// <summary>The largest buffer an arena is made of; a larger arena is cut into several.</summary>
    public const long MaxBufferBytes = 2L << 30;

    /// <summary>
    /// Gives every allocation an offset, aligned to <paramref name="alignment"/>, none across a multiple of <paramref name="bufferBytes"/>.
    /// </summary>
    /// <exception cref="InvalidOperationException">One allocation exceeds a buffer.</exception>
    public static Arena Pack(IReadOnlyList<Allocation> allocations, int alignment, long bufferBytes = MaxBufferBytes)
    {
        if (allocations.Count == 0)
            return new Arena([], 0, 0);
        if (allocations.MaxBy(a => a.Bytes) is { } largest && largest.Bytes > bufferBytes)
        {
            throw new InvalidOperationException(
                $"{largest.Label} needs {largest.Bytes:N0} bytes; one tensor may take at most {bufferBytes:N0}: use a smaller batch or picture");
        }
        var live = LiveBytes(allocations);
        Allocation[] all = [.. allocations];
        var indexed = all.Index();
        IOrderedEnumerable<(int Index, Allocation Item)>[] orders =
        [
            indexed.OrderByDescending(a => a.Item.Bytes).ThenBy(a => a.Item.Start),
            indexed.OrderByDescending(a => a.Item.Bytes * (a.Item.End - a.Item.Start + 1)).ThenBy(a => a.Item.Start),
            indexed.OrderByDescending(a => a.Item.End - a.Item.Start).ThenByDescending(a => a.Item.Bytes),
            indexed.OrderByDescending(a => Fullest(a.Item)).ThenByDescending(a => a.Item.Bytes),
            indexed.OrderBy(a => a.Item.Start).ThenByDescending(a => a.Item.Bytes),
            indexed.OrderByDescending(a => a.Item.End).ThenByDescending(a => a.Item.Bytes),
        ];
        var bound = live.Max();
        var best = long.MaxValue;
        long[] offsets = [];
        foreach (var order in orders)
        {
            foreach (var bestFit in new[] { false, true })
            {
                if (best == bound)
                    break;
                var tried = new long[allocations.Count];
                var peak = Fit([.. order.Select(a => a.Index)], all, tried, alignment, bufferBytes, bestFit);
                if (peak < best)
                    (best, offsets) = (peak, tried);
            }
        }
        return new Arena([.. indexed.Select(a => a.Item with { Offset = offsets[a.Index] })], best, bound);

        long Fullest(Allocation a) => live.AsSpan(a.Start, a.End - a.Start + 1).ToArray().Max();
    }

    private static long[] LiveBytes(IReadOnlyList<Allocation> allocations)
    {
        var live = new long[allocations.Max(a => a.End) + 2];
        foreach (var a in allocations)
        {
            live[a.Start] += a.Bytes;
            live[a.End + 1] -= a.Bytes;
        }
        for (var t = 1; t < live.Length; t++)
            live[t] += live[t - 1];
        return live;
    }

    // Fills in offsets in the given order; returns the peak.
    private static long Fit(int[] order, Allocation[] allocations, long[] offsets, int alignment, long bufferBytes, bool bestFit)
    {
        var placed = new List<int>(order.Length);   // ascending by offset
        long peak = 0;
        foreach (var index in order)
        {
            var a = allocations[index];
            long end = 0, offset = -1, smallest = long.MaxValue;
            foreach (var p in placed)
            {
                var other = allocations[p];
                if (other.Start > a.End || other.End < a.Start)
                    continue;
                var candidate = Align(end, a.Bytes, alignment, bufferBytes);
                var gap = offsets[p] - end;
                if (candidate + a.Bytes <= offsets[p] && gap < smallest)
                {
                    (offset, smallest) = (candidate, gap);
                    if (!bestFit)
                        break;
                }
                end = Math.Max(end, offsets[p] + other.Bytes);
            }
            var mine = offsets[index] = offset >= 0 ? offset : Align(end, a.Bytes, alignment, bufferBytes);
            peak = Math.Max(peak, mine + a.Bytes);
            var at = placed.FindIndex(p => offsets[p] > mine);
            placed.Insert(at < 0 ? placed.Count : at, index);
        }
        return peak;
    }

    private static long Align(long offset, long bytes, int alignment, long bufferBytes)
    {
        offset = Place.RoundUp(offset, alignment);
        return offset / bufferBytes == (offset + bytes - 1) / bufferBytes ? offset : (offset / bufferBytes + 1) * bufferBytes;
    }
}
