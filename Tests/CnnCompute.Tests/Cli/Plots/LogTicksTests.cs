// Numbers along logarithmic axes, from hardly any range to many decades.
using ScottPlot;

namespace CnnCompute.Tests;

public sealed class LogTicksTests
{
    private static string[] Numbers(double low, double high, float pixels = 300)
    {
        var ticks = new LogTicks(hasNumbers: true);
        ticks.Regenerate(new CoordinateRange(Math.Log10(low), Math.Log10(high)), Edge.Left, new PixelLength(pixels), null!, new LabelStyle());
        Assert.That(ticks.Ticks.Select(t => t.Position), Is.All.InRange(Math.Log10(low), Math.Log10(high)));
        return [.. ticks.Ticks.Where(t => t.IsMajor).Select(t => t.Label)];
    }

    [Test]
    public void They_are_round_and_enough()
    {
        Assert.That(Numbers(0.61, 0.65), Is.EqualTo(new[] { "0.61", "0.62", "0.63", "0.64", "0.65" }));
        Assert.That(Numbers(0.9, 120), Is.EqualTo(new[] { "1", "2", "5", "10", "20", "50", "100" }));
        Assert.That(Numbers(1e-5, 100), Is.EqualTo(new[] { "1e-5", "1e-4", "0.001", "0.01", "0.1", "1", "10", "100" }));
        Assert.That(Numbers(1, 1e20), Has.Length.InRange(3, 10));
    }

    [Test]
    public void An_axis_without_a_range_has_none()
    {
        var ticks = new LogTicks(hasNumbers: true);
        foreach (var range in new[] { (1.0, 1.0), (double.NaN, 2), (0, double.PositiveInfinity) })
        {
            ticks.Regenerate(new CoordinateRange(range.Item1, range.Item2), Edge.Left, new PixelLength(300), null!, new LabelStyle());
            Assert.That(ticks.Ticks, Is.Empty);
        }
    }
}
