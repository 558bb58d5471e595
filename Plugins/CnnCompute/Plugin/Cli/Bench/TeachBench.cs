// Measurement of what a taught camera learns within the budget of its frames.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>
/// The usual trunk is shown 50 pictures of each of 10 classes; then a head learns them from nothing, in frames that give it 8 ms each, and the
/// milliseconds of those frames count.
/// </summary>
internal static class TeachBench
{
    private const int Classes = 10, Examples = 50;
    private const double Budget = 8;

    /// <summary>Its name for a head.</summary>
    public static string NameOf(TeachHead head) => $"teach: {head.ToString().ToLowerInvariant()} head, {Classes} classes of {Examples} examples";

    /// <summary>Measures.</summary>
    public static BenchResult Run(Gpu gpu, TeachHead head, BenchSettings settings)
    {
        using var weights = new Residence(gpu);
        using var teaching = new Teaching(gpu, ModelFile.Open(ModelFile.Usual), weights);
        var looks = Show(gpu, teaching, settings.Cancellation);
        var times = new List<double>();
        var budget = new SliceBudget();
        while (teaching.IsBusy(head))
        {
            settings.Cancellation.ThrowIfCancellationRequested();
            var (worked, start) = (teaching.HasWork(head), Stopwatch.GetTimestamp());
            budget.Begin(Budget);
            gpu.Run(commands => teaching.Improve(commands, head, budget));
            if (worked)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        looks.Sort();
        return new BenchResult(NameOf(head), 1, times.Sum(), times.Sum())
        {
            Figures =
            [
                new("ms of a look at an example", BenchTimer.Median(looks)), new("frames in which it learnt", times.Count),
                new("ms of budget in them", times.Count * Budget),
            ],
        };
    }

    // Each class has a colour and a texture; each example its own noise.
    private static List<double> Show(Gpu gpu, Teaching teaching, CancellationToken cancellation)
    {
        var (pixels, looks, budget) = (new byte[teaching.Sight.Width * teaching.Sight.Height * 4], new List<double>(), new SliceBudget());
        for (var example = 0; example < Classes * Examples; example++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (index, noise) = (example % Classes, new Philox((ulong)example + 1));
            for (var i = 0; i < pixels.Length; i++)
                pixels[i] = (byte)((((i / 4) >> (index / 3)) * 37 * (1 + (i % 4 == index % 3 ? 1 : 0)) & 127) + (noise.Word((ulong)i) & 127));
            var start = Stopwatch.GetTimestamp();
            gpu.Run(commands =>
            {
                budget.Begin(int.MaxValue);
                teaching.Look(commands, pixels);
                teaching.Advance(commands, budget);
                teaching.Learn(commands, index);
            });
            looks.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return looks;
    }
}
