// What a run of a scene is told about afterwards: frame times, memory, and what its labels said at the end.
using System.Diagnostics;
using Engine;

namespace Player;

/// <summary>Times frames and counts what they allocate; the first ones, which load and compile, are left out.</summary>
internal sealed class PlaySummary(App app)
{
    private const int WarmUp = 120;
    private readonly double[] milliseconds = new double[1 << 16];
    private long measured, allocated, everywhere;

    /// <summary>Makes one frame.</summary>
    internal void Step()
    {
        var all = GC.GetTotalAllocatedBytes(precise: true);
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        app.Step();
        if (app.Frames <= WarmUp)
            return;
        milliseconds[measured++ % milliseconds.Length] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        allocated += GC.GetAllocatedBytesForCurrentThread() - bytes;
        everywhere += GC.GetTotalAllocatedBytes(precise: true) - all;
    }

    /// <summary>Writes the table.</summary>
    internal void Print(Scene scene, params ReadOnlySpan<FrameRecorder?> recorders)
    {
        app.Gpu.WaitIdle();
        Row("frames", $"{app.Frames}");
        if (measured > 0)
        {
            var times = milliseconds.AsSpan(0, (int)Math.Min(measured, milliseconds.Length)).ToArray();
            Array.Sort(times);
            var mean = times.Average();
            Row("after warm-up", $"{1000 / mean:F1} frames/s; median {times[times.Length / 2]:F2} ms, 99 % under {times[times.Length * 99 / 100]:F2} "
                + $"ms, over {measured} frames");
            Row("managed memory", $"{allocated / (double)measured:F1} bytes allocated a frame");
            Row("all threads", $"{everywhere / (double)measured:F1} bytes allocated a frame");
        }
        Row("device memory", $"{app.Gpu.HeldBytes / 1048576.0:F1} MB");
        foreach (var (name, text) in scene.Texts())
            Row(name, text);
        foreach (var recorder in recorders)
        {
            if (recorder is not null)
                Row("recorded", $"{recorder.Taken} frames into {recorder.Path}, {recorder.Dropped} left out");
        }
        Row("scene", scene.Path);
    }

    private static void Row(string name, string value) => Console.WriteLine($"  {name,-16} {value}");
}
