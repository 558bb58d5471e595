// Marks along logarithmic axes.
using System.Globalization;
using ScottPlot;

namespace CnnCompute;

/// <summary>
/// Numbers at powers of ten, every few where there are many; at 1, 2 and 5 times them where the axis has fewer than three; and at round numbers where
/// it has hardly one. Positions are decimal logarithms.
/// </summary>
/// <param name="hasNumbers">Whether marks have numbers.</param>
internal sealed class LogTicks(bool hasNumbers) : ITickGenerator
{
    private const double PixelsBetween = 36, FewDecades = 2.5, HardlyOne = 0.8;

    /// <inheritdoc/>
    public Tick[] Ticks { get; set; } = [];

    /// <inheritdoc/>
    public int MaxTickCount { get; set; } = 1000;

    /// <inheritdoc/>
    public void Regenerate(CoordinateRange range, Edge edge, PixelLength size, Paint paint, LabelStyle labelStyle)
    {
        var (low, high, most) = (range.Min, range.Max, Math.Max(2, (int)(size.Length / PixelsBetween)));
        if (!double.IsFinite(low) || !double.IsFinite(high) || high <= low)
        {
            Ticks = [];
            return;
        }
        var marks = high - low < HardlyOne ? Round(Math.Pow(10, low), Math.Pow(10, high), most)
            : high - low < FewDecades ? Decades(low, high, 1).SelectMany(p => new[] { 1, 2, 5 }.Select(f => f * Math.Pow(10, p)))
            : Decades(low, high, (int)Math.Ceiling((high - low) / most)).Select(p => Math.Pow(10, p));
        Ticks =
        [
            .. marks.Where(v => Math.Log10(v) >= low && Math.Log10(v) <= high).Select(v => Tick.Major(Math.Log10(v), hasNumbers ? Text(v) : "")),
            .. Decades(low, high, 1).SelectMany(p => Enumerable.Range(1, 9).Select(f => p + Math.Log10(f)))
                .Where(p => high - low < 2 * FewDecades && p >= low && p <= high).Select(Tick.Minor),
        ];
    }

    private static IEnumerable<int> Decades(double low, double high, int every)
    {
        for (var p = (int)Math.Floor(low); p <= high; p++)
        {
            if (p % every == 0)
                yield return p;
        }
    }

    private static IEnumerable<double> Round(double low, double high, int most)
    {
        var least = (high - low) / Math.Min(most, 6);
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = power * new[] { 1, 2, 5, 10 }.First(f => f * power >= least);
        for (var i = Math.Ceiling(low / step); i * step <= high; i++)
            yield return i * step;
    }

    private static string Text(double value) => value is > 0.0009 and < 9_999
        ? value.ToString("0.####", CultureInfo.InvariantCulture)
        : value.ToString("0.##e0", CultureInfo.InvariantCulture);
}
