// How often values of one range occur.
namespace CnnCompute;

/// <summary>Counts of values in equal parts of a range.</summary>
/// <param name="Low">Where the first part begins.</param>
/// <param name="High">Where the last part ends; a value that is exactly this counts in it.</param>
/// <param name="Counts">Values in each part.</param>
/// <param name="Below">Values below the range.</param>
/// <param name="Above">Values above it.</param>
/// <param name="NaN">Values that are no numbers.</param>
public sealed record Histogram(double Low, double High, IReadOnlyList<long> Counts, long Below, long Above, long NaN)
{
    /// <summary>Values in all.</summary>
    public long Total => Counts.Sum() + Below + Above + NaN;

    /// <summary>Counts <paramref name="values"/>.</summary>
    /// <param name="values">What is counted.</param>
    /// <param name="bins">Parts of the range.</param>
    /// <param name="range">The range; null for that of the finite values, or one around the only one.</param>
    public static Histogram Of(ReadOnlySpan<float> values, int bins, (double Low, double High)? range = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        var (low, high) = range ?? Range(values);
        if (!(low < high))
            throw new ArgumentException($"Histogram: the range from {low} to {high} is empty", nameof(range));
        var counts = new long[bins];
        long below = 0, above = 0, nan = 0;
        foreach (double value in values)
        {
            if (double.IsNaN(value))
                nan++;
            else if (value < low)
                below++;
            else if (value > high)
                above++;
            else
                counts[Math.Min(bins - 1, (int)((value - low) / (high - low) * bins))]++;
        }
        return new Histogram(low, high, EqualList.Of(counts)!, below, above, nan);
    }

    private static (double Low, double High) Range(ReadOnlySpan<float> values)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (float.IsFinite(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        if (low < high)
            return (low, high);
        var middle = low == high ? low : 0;
        return (middle - 0.5, middle + 0.5);
    }
}
