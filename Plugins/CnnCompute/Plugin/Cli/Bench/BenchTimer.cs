// Times things that are done again and again.
using System.Diagnostics;

namespace CnnCompute;

/// <summary>Warms up, then measures each run alone.</summary>
internal static class BenchTimer
{
    private const int WarmUp = 3;

    // What is slow ends after so long, but never before the fewest runs.
    private const double MostSeconds = 4;
    private const int FewestRuns = 3;

    /// <summary>Durations of <paramref name="runs"/> runs in milliseconds, ascending, and managed bytes allocated per run.</summary>
    public static (double[] Times, double Allocated) Measure(int runs, Action run)
    {
        for (var i = 0; i < WarmUp; i++)
            run();
        var times = new double[runs];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < runs; i++)
            times[i] = Time(run);
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)runs;
        Array.Sort(times);
        return (times, allocated);
    }

    /// <summary>The median duration in milliseconds of at most <paramref name="runs"/> runs of something slow.</summary>
    public static double MeasurePlain(int runs, Action run, CancellationToken cancellation = default) =>
        Median(MeasureFor(runs, run, cancellation).Times);

    /// <summary>As <see cref="Measure"/> after a single run to warm up, but no more than a few runs of something that takes seconds.</summary>
    public static (double[] Times, double Allocated) MeasureFor(int runs, Action run, CancellationToken cancellation = default)
    {
        run();
        var (times, done, sum) = (new double[runs], 0, 0.0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (; done < runs && (done < FewestRuns || sum < MostSeconds * 1000); done++)
        {
            cancellation.ThrowIfCancellationRequested();
            sum += times[done] = Time(run);
        }
        var allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)done;
        Array.Resize(ref times, done);
        Array.Sort(times);
        return (times, allocated);
    }

    /// <summary>The middle of ascending numbers.</summary>
    public static double Median(IReadOnlyList<double> ascending) => (ascending[(ascending.Count - 1) / 2] + ascending[ascending.Count / 2]) / 2;

    private static double Time(Action run)
    {
        var start = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
