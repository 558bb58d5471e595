// Measurement of the first scene: frames a second, and what a frame allocates.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>Plays Scenes/fashion.yaml without a window at 1280×720: capture, motion, network, readouts, drawing. A frame's time is from submission to submission.</summary>
internal static class SceneBench
{
    /// <summary>Its name.</summary>
    public const string Name = "fashion scene, frame at 1280x720";

    private const int WarmUpFrames = 120, Frames = 300;

    /// <summary>Measures; there is no plain form to compare with.</summary>
    /// <exception cref="FileNotFoundException">The scene is not where the program was started from, nor under CNN_HOME.</exception>
    public static BenchResult Run(Gpu gpu, BenchSettings settings)
    {
        var home = Environment.GetEnvironmentVariable("CNN_HOME") ?? ".";
        using var app = new App(new AppOptions { Headless = true, Width = 1280, Height = 720 }, gpu);
        app.Install(new EnginePlugin()).Install(new CnnComputePlugin());
        app.Load(Path.Combine(home, "Scenes", "fashion.yaml"));
        app.Run(WarmUpFrames);
        gpu.WaitIdle();
        var times = new double[Math.Max(Frames, settings.Runs)];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        var last = start;
        for (var i = 0; i < times.Length; i++)
        {
            app.Step();
            var now = Stopwatch.GetTimestamp();
            (times[i], last) = (Stopwatch.GetElapsedTime(last, now).TotalMilliseconds, now);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        gpu.WaitIdle();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Array.Sort(times);
        var net = app.World.Get<Classification>(app.Scene!.Find("net")).Plan;
        return new BenchResult(Name, times.Length, BenchTimer.Median(times), times[0])
        {
            Macs = net.Macs,
            ImagesPerSecond = times.Length / seconds,
            ArenaBytes = net.ArenaBytes,
            ArenaLowerBound = net.ArenaLowerBound,
            AllocatedPerRun = allocated / (double)times.Length,
        };
    }
}
