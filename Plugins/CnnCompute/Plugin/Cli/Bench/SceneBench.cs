// Measurements of scenes: frames a second, and what a frame allocates.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>
/// Plays a scene without a window at 1280×720: capture, motion, networks, readouts, drawing. A frame's time is from submission to submission; frames
/// a second are those the device has finished.
/// </summary>
internal static class SceneBench
{
    /// <summary>Name of the measurement of the first scene.</summary>
    public const string Name = "fashion scene, frame at 1280x720";

    private const int WarmUpFrames = 120, Frames = 300, FewestFrames = 60;
    private const double MostSeconds = 20;

    /// <summary>Measures the first scene, a new picture in every frame; there is no plain form to compare with.</summary>
    /// <exception cref="FileNotFoundException">The scene is not where the program was started from, nor under CNN_HOME.</exception>
    public static BenchResult Run(Gpu gpu, BenchSettings settings) => Play(gpu, Name, "fashion.yaml", [], settings, deterministic: true, app =>
    {
        var net = app.World.Get<Classification>(app.Scene!.Find("net")).Plan;
        return (net.Macs, net.ArenaBytes, net.ArenaLowerBound);
    });

    /// <summary>
    /// Measures any scene of the project as it plays in a window, with sources and budgets of real time, its fields replaced as <c>cnn play --set</c>
    /// does.
    /// </summary>
    /// <exception cref="FileNotFoundException">The scene is not where the program was started from, nor under CNN_HOME.</exception>
    public static BenchResult Play(
        Gpu gpu, string name, string scene, Dictionary<string, string> fields, BenchSettings settings, bool deterministic = false,
        Func<App, (long Macs, long Arena, long Bound)>? facts = null, Action<App>? started = null, Action<App, double>? ended = null)
    {
        var home = EnvironmentVariables.Home;
        using var app = new App(
            new AppOptions { Headless = true, Deterministic = deterministic, Width = 1280, Height = 720, Overrides = fields }, gpu);
        app.Install(new EnginePlugin());
        NetworkComponents.Install(app);
        app.Load(Path.Combine(home, "Scenes", scene));
        app.Run(WarmUpFrames);
        gpu.WaitIdle();
        var times = new double[Math.Max(Frames, settings.Runs)];
        started?.Invoke(app);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (start, done) = (Stopwatch.GetTimestamp(), 0);
        for (var last = start; done < times.Length && (done < FewestFrames || Stopwatch.GetElapsedTime(start).TotalSeconds < MostSeconds); done++)
        {
            settings.Cancellation.ThrowIfCancellationRequested();
            app.Step();
            var now = Stopwatch.GetTimestamp();
            (times[done], last) = (Stopwatch.GetElapsedTime(last, now).TotalMilliseconds, now);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        gpu.WaitIdle();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ended?.Invoke(app, seconds);
        Array.Resize(ref times, done);
        Array.Sort(times);
        var (macs, arena, bound) = facts?.Invoke(app) ?? default;
        return new BenchResult(name, done, BenchTimer.Median(times), times[0])
        {
            Macs = macs,
            ImagesPerSecond = done / seconds,
            ArenaBytes = arena,
            ArenaLowerBound = bound,
            AllocatedPerRun = allocated / (double)done,
            Figures = [new("ms of the slowest frame in a hundred", times[Math.Min(done - 1, done * 99 / 100)])],
            Parts = PartsOf(app, settings),
        };
    }

    // In frames of their own: timestamps are no part of what is measured above.
    private static FrameShare[] PartsOf(App app, BenchSettings settings)
    {
        app.Diagnostics.IsMeasuring = true;
        for (var made = 0; made < FewestFrames; made++)
        {
            settings.Cancellation.ThrowIfCancellationRequested();
            app.Step();
        }
        return [.. app.Diagnostics.Parts.Select(part => new FrameShare(part.Name, part.CpuMilliseconds, part.GpuMilliseconds))
            .OrderByDescending(part => part.CpuMs + part.GpuMs)];
    }
}
