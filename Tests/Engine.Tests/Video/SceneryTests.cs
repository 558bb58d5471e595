// The drawn landscape: the same on every run, never still, quick, and worth a look.
using System.Diagnostics;

namespace Engine.Tests;

public sealed class SceneryTests
{
    [Test]
    public void The_nth_picture_depends_on_n_alone()
    {
        var (once, again) = (Picture(96, 64, 30), new byte[96 * 64 * 4]);
        using var source = new Scenery(96, 64, rate: 60);
        for (var frame = 0; frame <= 30; frame++)
            source.TryTakeAt(frame, again, out _);
        Assert.That(again, Is.EqualTo(once));
    }

    [Test]
    public void It_moves_everywhere_but_in_the_clear_sky()
    {
        var (first, later) = (Picture(160, 120, 0), Picture(160, 120, 60));
        var moved = Enumerable.Range(0, 160 * 120).Count(i => Math.Abs(first[i * 4] - later[i * 4]) > 2);
        Assert.That(moved, Is.GreaterThan(160 * 120 / 2));
    }

    [Test]
    public void It_is_colourful_and_opaque()
    {
        var picture = Picture(160, 120, 0);
        Assert.That(Enumerable.Range(0, 160 * 120).All(i => picture[i * 4 + 3] == 255));
        var hues = Enumerable.Range(0,
            160 * 120).Select(i => (picture[i * 4] >> 5, picture[i * 4 + 1] >> 5, picture[i * 4 + 2] >> 5)).Distinct().Count();
        Assert.That(hues, Is.GreaterThan(90), "of 512 boxes of colour");
        for (var c = 0; c < 3; c++)
        {
            var channel = Enumerable.Range(0, 160 * 120).Select(i => (double)picture[i * 4 + c]).ToArray();
            var mean = channel.Average();
            Assert.That(Math.Sqrt(channel.Average(v => (v - mean) * (v - mean))), Is.GreaterThan(35), $"spread of channel {c}");
        }
    }

    [TestCase(1, 1)]
    [TestCase(1, 64)]
    [TestCase(64, 1)]
    [TestCase(33, 17)]
    public void Any_size_can_be_drawn(int width, int height) => Assert.That(Picture(width, height, 1), Has.Length.EqualTo(width * height * 4));

    // PNGs of it are written where CNN_PICTURES names a folder, to be looked at.
    [Test]
    public void A_picture_is_drawn_in_a_few_milliseconds()
    {
        using var source = new Scenery(320, 240, rate: 60);
        var picture = new byte[320 * 240 * 4];
        for (var n = 0; n < 40; n++)
            source.TryTakeAt(n, picture, out _);
        var best = double.MaxValue;
        for (var n = 40; n < 80; n++)
        {
            var start = Stopwatch.GetTimestamp();
            source.TryTakeAt(n, picture, out _);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        TestContext.Out.WriteLine($"{best:F2} ms");
        Assert.That(best, Is.LessThan(9), "three times what it takes on one slow core");
        if (Environment.GetEnvironmentVariable("CNN_PICTURES") is { } folder)
        {
            PngFile.Write(Path.Combine(folder, "scenery-320.png"), 320, 240, Picture(320, 240, 0));
            PngFile.Write(Path.Combine(folder, "scenery-640.png"), 640, 480, Picture(640, 480, 600));
        }
    }

    private static byte[] Picture(int width, int height, int n)
    {
        using var source = new Scenery(width, height, rate: 60);
        var picture = new byte[width * height * 4];
        Assert.That(source.TryTakeAt(n, picture, out _), Is.True);
        return picture;
    }
}
