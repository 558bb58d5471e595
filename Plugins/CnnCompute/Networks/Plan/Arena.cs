// Packs temporaries into as little memory as their lifetimes allow.
namespace CnnCompute;

/// <summary>A piece of memory that is wanted from one time to another, both included.</summary>
internal sealed class Allocation(long bytes, int start, int end, string label)
{
    /// <summary>Size, a multiple of <see cref="Place.Granularity"/>.</summary>
    public long Bytes { get; } = Place.RoundUp(bytes);

    /// <summary>First time at which it is alive.</summary>
    public int Start { get; } = start;

    /// <summary>Last time at which it is alive; grows while lifetimes are found.</summary>
    public int End { get; set; } = end;

    /// <summary>What it holds, for tables and messages.</summary>
    public string Label { get; } = label;

    /// <summary>Offset in the arena as if it were one buffer.</summary>
    public long Offset { get; set; }
}

/// <summary>
/// Offsets for allocations: those whose lifetimes meet never overlap. Greedy first- and best-fit in several orders (after Pisarchyk and Lee, "Efficient
/// memory management for deep neural net inference", 2020); the smallest result is kept.
/// </summary>
internal static class Arena
{
    /// <summary>The largest buffer an arena is made of; a larger arena is cut into several.</summary>
    public const long MaxBufferBytes = 2L << 30;

    /// <summary>Sets every offset, aligned to <paramref name="alignment"/>, none across a multiple of <paramref name="bufferBytes"/>; returns the peak.</summary>
    /// <exception cref="InvalidOperationException">One allocation exceeds a buffer.</exception>
    public static long Pack(IReadOnlyList<Allocation> allocations, int alignment, long bufferBytes = MaxBufferBytes)
    {
        if (allocations.Count == 0)
            return 0;
        if (allocations.MaxBy(a => a.Bytes) is { } largest && largest.Bytes > bufferBytes)
            throw new InvalidOperationException(
                $"{largest.Label} needs {largest.Bytes:N0} bytes; one tensor may take at most {bufferBytes:N0}: use a smaller batch or picture");
        var live = LiveBytes(allocations);
        IOrderedEnumerable<Allocation>[] orders =
        [
            allocations.OrderByDescending(a => a.Bytes).ThenBy(a => a.Start),
            allocations.OrderByDescending(a => a.Bytes * (a.End - a.Start + 1)).ThenBy(a => a.Start),
            allocations.OrderByDescending(a => a.End - a.Start).ThenByDescending(a => a.Bytes),
            allocations.OrderByDescending(a => live.AsSpan(a.Start, a.End - a.Start + 1).ToArray().Max()).ThenByDescending(a => a.Bytes),
            allocations.OrderBy(a => a.Start).ThenByDescending(a => a.Bytes),
            allocations.OrderByDescending(a => a.End).ThenByDescending(a => a.Bytes),
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
                var peak = Place([.. order], alignment, bufferBytes, bestFit);
                if (peak < best)
                    (best, offsets) = (peak, [.. allocations.Select(a => a.Offset)]);
            }
        }
        for (var i = 0; i < offsets.Length; i++)
            allocations[i].Offset = offsets[i];
        return best;
    }

    /// <summary>No packing needs less than the bytes alive at the fullest time.</summary>
    public static long LowerBound(IReadOnlyList<Allocation> allocations) => allocations.Count == 0 ? 0 : LiveBytes(allocations).Max();

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

    private static long Place(Allocation[] order, int alignment, long bufferBytes, bool bestFit)
    {
        var placed = new List<Allocation>(order.Length);   // ascending by offset
        long peak = 0;
        foreach (var a in order)
        {
            long end = 0, offset = -1, smallest = long.MaxValue;
            foreach (var other in placed)
            {
                if (other.Start > a.End || other.End < a.Start)
                    continue;
                var candidate = Fit(end, a.Bytes, alignment, bufferBytes);
                var gap = other.Offset - end;
                if (candidate + a.Bytes <= other.Offset && gap < smallest)
                {
                    (offset, smallest) = (candidate, gap);
                    if (!bestFit)
                        break;
                }
                end = Math.Max(end, other.Offset + other.Bytes);
            }
            a.Offset = offset >= 0 ? offset : Fit(end, a.Bytes, alignment, bufferBytes);
            peak = Math.Max(peak, a.Offset + a.Bytes);
            var at = placed.FindIndex(p => p.Offset > a.Offset);
            placed.Insert(at < 0 ? placed.Count : at, a);
        }
        return peak;
    }

    private static long Fit(long offset, long bytes, int alignment, long bufferBytes)
    {
        offset = CnnCompute.Place.RoundUp(offset, alignment);
        return offset / bufferBytes == (offset + bytes - 1) / bufferBytes ? offset : (offset / bufferBytes + 1) * bufferBytes;
    }
}
