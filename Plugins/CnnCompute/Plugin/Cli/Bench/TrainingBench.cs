// Measurement of the Fashion-MNIST training step.
using System.Diagnostics;
using Engine;

namespace CnnCompute;

/// <summary>
/// Steps of FashionNet with Adam at batch 64: from bytes that a loader has staged through upload, augmentation, forward, backward and update, two
/// steps in flight; wall clock. The pictures are noise: only their number matters.
/// </summary>
internal static class TrainingBench
{
    /// <summary>Its name.</summary>
    public const string Name = "Fashion-MNIST training step, batch 64";

    private const int Batch = 64, FewestSteps = 100, WarmUpSteps = 20;

    /// <summary>Measures, and the same with plain recipes.</summary>
    public static BenchResult Run(Gpu gpu, BenchSettings settings)
    {
        var steps = Math.Max(FewestSteps, settings.Runs);
        using var trainer = Make(gpu, null);
        for (var i = 0; i < WarmUpSteps; i++)
            trainer.StepOnce();
        trainer.Drain();
        var times = new double[steps];
        var before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp(), last = start;
        for (var i = 0; i < steps; i++)
        {
            trainer.StepOnce();
            var now = Stopwatch.GetTimestamp();
            (times[i], last) = (Stopwatch.GetElapsedTime(last, now).TotalMilliseconds, now);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        trainer.Drain();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        // The first two only fill the queue.
        double[] steady = [.. times.Skip(2).Order()];
        return new BenchResult(Name, steps, BenchTimer.Median(steady), steady[0])
        {
            Macs = trainer.Plan.Macs,
            PlainMs = Plain(gpu, settings.Runs),
            Profile = settings.Profile ? trainer.Plan.Profile(settings.Runs) : null,
            ImagesPerSecond = steps * Batch / seconds,
            ArenaBytes = trainer.Plan.ArenaBytes,
            ArenaLowerBound = trainer.Plan.ArenaLowerBound,
            AllocatedPerRun = allocated / (double)steps,
        };
    }

    private static double Plain(Gpu gpu, int runs)
    {
        using var trainer = Make(gpu, PlanOptions.Plain);
        return BenchTimer.MeasurePlain(runs, () =>
        {
            trainer.StepOnce();
            trainer.Drain();
        });
    }

    private static Trainer Make(Gpu gpu, PlanOptions? plans)
    {
        var data = new NoiseDataset(6400, 1, 28, 28);
        var setup = new TrainingSetup
        {
            BatchSize = Batch,
            Epochs = 1000,
            Criterion = new CrossEntropyCriterion(),
            Optimizer = groups => new Adam(groups),
            Schedule = (_, _) => new ConstantLr(1e-3f),
            Transforms = [new RandomHorizontalFlip(), new RandomShift(1)],
        };
        return new Trainer(gpu, new FashionNet(), new DataSplits(data, null, null), setup, plans: plans);
    }
}
