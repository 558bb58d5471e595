// Measurement of a compiled plan that something larger owns.
using System.Diagnostics;

namespace CnnCompute;

/// <summary>A plan ready to run, and what is disposed with it, the last first.</summary>
internal sealed record PlanBench(Plan Plan, params IDisposable[] Owners) : IDisposable
{
    // The plain recipes of more than this take long: one run must do.
    private const long MostPlainMacs = 200_000_000;

    /// <summary>Measures what <paramref name="open"/> compiles, and the same with plain recipes.</summary>
    public static BenchResult Run(string name, BenchSettings settings, Func<PlanOptions, PlanBench> open)
    {
        BenchResult result;
        using (var bench = open(new PlanOptions { Name = name, Storage = settings.Storage }))
            result = bench.Measure(name, settings);
        using var plain = open(PlanOptions.Plain with { Name = $"{name} plain" });
        return result with { PlainMs = plain.MeasurePlain(settings) };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owner in Owners.Reverse())
            owner.Dispose();
    }

    private BenchResult Measure(string name, BenchSettings settings)
    {
        var (times, allocated) = BenchTimer.MeasureFor(settings.Runs, Plan.Run, settings.Cancellation);
        return new BenchResult(name, times.Length, BenchTimer.Median(times), times[0])
        {
            Macs = Plan.Macs,
            ArenaBytes = Plan.ArenaBytes,
            ArenaLowerBound = Plan.ArenaLowerBound,
            PlanBytes = Plan.Bytes,
            AllocatedPerRun = allocated,
            Profile = settings.Profile ? Plan.Profile(times.Length) : null,
        };
    }

    private double MeasurePlain(BenchSettings settings)
    {
        if (Plan.Macs <= MostPlainMacs)
            return BenchTimer.MeasurePlain(settings.Runs, Plan.Run, settings.Cancellation);
        var start = Stopwatch.GetTimestamp();
        Plan.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
