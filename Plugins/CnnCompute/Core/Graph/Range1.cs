// Cuts work into launches where an operand is larger than one binding may be.
namespace CnnCompute;

/// <summary>A range of items (images, rows, channels) that one launch covers.</summary>
/// <param name="First">The first item.</param>
/// <param name="Count">How many.</param>
public readonly record struct Range1(int First, int Count)
{
    /// <summary>One past the last item.</summary>
    public int End => First + Count;

    /// <summary>
    /// Ranges of at most <see cref="Threads.MostRounds"/> rounds, <paramref name="each"/> for <paramref name="items"/> items; at least one item a
    /// range.
    /// </summary>
    public static Range1[] Rounds(int total, int each, int items = 1)
    {
        var count = Math.Max(1, Threads.MostRounds * items / Math.Max(1, each));
        return [.. Enumerable.Range(0, (total + count - 1) / count).Select(i => new Range1(i * count, Math.Min(count, total - i * count)))];
    }

    /// <summary>
    /// The range's part of an operand of <paramref name="bytes"/> per item; the whole operand where the range is all of <paramref name="total"/>.
    /// </summary>
    public Operand Of(Operand whole, long bytes, int total) =>
        Count == total ? whole : whole with { Offset = whole.Offset + First * bytes, Size = (Count * bytes + 31) / 32 * 32 };

    /// <summary>
    /// Ranges that cover <paramref name="total"/> items such that every operand with <paramref name="bytes"/> an item stays bindable and starts at
    /// an aligned offset.
    /// </summary>
    /// <remarks>Where not even the smallest aligned range fits into a binding, ranges of that size: the plan launches them by address.</remarks>
    public static Range1[] Split(int total, long mostItems, DeviceTraits device, params ReadOnlySpan<long> bytes) =>
        TrySplit(total, mostItems, device, bytes) ?? TrySplit(total, Math.Max(mostItems, Step(device, bytes)),
            device with { MaxBindingBytes = long.MaxValue }, bytes)!;

    /// <summary>As <see cref="Split"/>, null where nothing fits.</summary>
    public static Range1[]? TrySplit(int total, long mostItems, DeviceTraits device, params ReadOnlySpan<long> bytes)
    {
        long largest = 1, step = Step(device, bytes);
        foreach (var b in bytes)
            largest = Math.Max(largest, b);
        if (total <= mostItems && total * largest <= device.MaxBindingBytes)
            return [new(0, total)];
        var count = Math.Min(mostItems, device.MaxBindingBytes / largest) / step * step;
        if (count < 1)
            return null;
        var ranges = new List<Range1>();
        for (var first = 0; first < total; first += (int)count)
            ranges.Add(new(first, (int)Math.Min(count, total - first)));
        return [.. ranges];
    }

    // Offsets are multiples of the alignment when the count is a multiple of align / gcd(bytes, align) for every operand.
    private static long Step(DeviceTraits device, ReadOnlySpan<long> bytes)
    {
        long step = 1, align = Math.Max(32, device.BindingAlignment);
        foreach (var b in bytes)
            step = Math.Max(step, align / Gcd(b, align));
        return step;
    }

    // Alignments are powers of two, so the greater of two steps is a multiple of the other.
    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
