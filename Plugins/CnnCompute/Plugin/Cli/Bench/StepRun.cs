// One training whose steps are measured, a few at a time.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>A trainer, and what its steps have taken so far.</summary>
internal sealed class StepRun : IDisposable
{
    // Two are in flight: when the third has been submitted the first is over.
    private const int QueueSteps = 2;
    private const int ProfiledRuns = 5;

    private readonly Trainer trainer;
    private readonly List<double> rounds = [], processor = [];
    private StepTimes times;
    private long allocated;

    /// <summary>Compiles it.</summary>
    public StepRun(Gpu gpu, StepCase what, string model, DataSplits data, int batch)
    {
        Case = what;
        trainer = new Trainer(gpu, TrainingModels.Make(model, data.Train).Module, data, what.Setup(batch));
    }

    /// <summary>What differs.</summary>
    public StepCase Case { get; }

    /// <summary>Milliseconds a step, by round.</summary>
    public IReadOnlyList<double> Rounds => rounds;

    /// <summary>
    /// Makes so many steps, an even number, whose mean counts; what is set up when steps are made for the first time is not counted, if
    /// <paramref name="isFirst"/>.
    /// </summary>
    public void Round(int steps, bool isFirst, CancellationToken cancellation)
    {
        for (var i = 0; i < QueueSteps; i++)
            trainer.StepOnce(cancellation);
        var (before, worked) = (trainer.Times, Environment.CpuUsage.TotalTime);
        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < steps; i++)
            trainer.StepOnce(cancellation);
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / steps;
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        var after = trainer.Times;
        worked = Environment.CpuUsage.TotalTime - worked;
        trainer.Drain();
        if (isFirst)
            return;
        rounds.Add(milliseconds);
        processor.Add(worked.TotalMilliseconds / steps);
        allocated += bytes;
        // An epoch that began in between counts from its beginning.
        if (after.Total < before.Total)
            before = default;
        times = new StepTimes(
            times.Loader + after.Loader - before.Loader, times.Upload + after.Upload - before.Upload, times.Device + after.Device - before.Device);
    }

    /// <summary>What all rounds came to.</summary>
    /// <param name="batch">Pictures of a step.</param>
    /// <param name="steps">Steps of a round.</param>
    /// <param name="gemm">Milliseconds of the matrix product, by round.</param>
    /// <param name="plain">Milliseconds of a step of the plain training, by round.</param>
    public StepResult Result(int batch, int steps, IReadOnlyList<double> gemm, IReadOnlyList<double> plain)
    {
        var profile = trainer.Profile(ProfiledRuns);
        var median = Median(rounds);
        double Share(double part) => times.DeviceShare * part / profile.Milliseconds;
        return new StepResult(Case.Name, rounds.Count * steps, median, rounds.Min())
        {
            Macs = trainer.Plan.Macs,
            ImagesPerSecond = batch * 1000 / median,
            InGemms = Median([.. rounds.Zip(gemm, (step, g) => step / g)]),
            TimesPlain = Median([.. rounds.Zip(plain, (step, p) => step / p)]),
            ProcessorMs = Median(processor),
            Loader = times.LoaderShare,
            Upload = times.UploadShare,
            Augmentation = Share(profile.Augmentation),
            Forward = Share(profile.Forward),
            Backward = Share(profile.Backward),
            Update = Share(profile.Update),
            UpdateMs = profile.Update,
            AugmentationMs = profile.Augmentation,
            AllocatedPerStep = allocated / (double)(rounds.Count * steps),
            Threads = trainer.LoaderUse,
            Profile = profile.Steps,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => trainer.Dispose();

    private static double Median(IEnumerable<double> numbers) => BenchTimer.Median([.. numbers.Order()]);
}
