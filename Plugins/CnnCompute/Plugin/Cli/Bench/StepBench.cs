// Measurement of training steps, several ways of training in turns.
using Engine;

namespace CnnCompute;

/// <summary>What is measured.</summary>
/// <param name="Model">A name of the zoo.</param>
/// <param name="Batch">Pictures of a step.</param>
/// <param name="Rounds">How often each way has its turn.</param>
/// <param name="StepsPerRound">Steps of a turn, an even number.</param>
internal sealed record StepBench(string Model, int Batch, int Rounds, int StepsPerRound)
{
    // An epoch shall have some batches, and files are not to fill a disk.
    private const int Batches = 20;
    private const int GemmRuns = 5;

    /// <summary>
    /// Measures all cases in turns, so that what else a machine does meets all alike, the first one as that to which others are compared; gives the
    /// median milliseconds of the matrix product too.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public (double Gemm, IReadOnlyList<StepResult> Results) Run(Gpu gpu, IReadOnlyList<StepCase> cases, CancellationToken cancellation)
    {
        var known = Zoo.Find(Model) ?? throw new ArgumentException(
            $"{Model}: no model of that name{Spelling.Hint(Model, [.. Zoo.Models.Select(m => m.Name)])}");
        var noise = new NoiseDataset(Batches * Batch, known.Channels, known.Height, known.Width);
        var folder = Directory.CreateTempSubdirectory("cnn-bench").FullName;
        var runs = new List<StepRun>();
        var graph = new Graph();
        var product = GraphBench.Cases[0].Build(graph);
        using var weights = new Residence(gpu);
        using var gemm = Plan.Compile(weights, [], [product], options: new PlanOptions { Name = GraphBench.Cases[0].Name });
        GraphBench.FillInputs(gemm, graph);
        try
        {
            foreach (var what in cases)
            {
                cancellation.ThrowIfCancellationRequested();
                Log.Information($"compiling {Model}, {what.Name}");
                runs.Add(new StepRun(gpu, what, Model, Data(what.Source, noise, folder), Batch));
            }
            var gemms = new List<double>();
            for (var round = 0; round <= Rounds; round++)
            {
                Log.Information(round == 0 ? "warming up" : $"round {round} of {Rounds}");
                var (times, _) = BenchTimer.Measure(GemmRuns, gemm.Run);
                if (round > 0)
                    gemms.Add(BenchTimer.Median(times));
                foreach (var run in runs)
                    run.Round(StepsPerRound, round == 0, cancellation);
            }
            return (BenchTimer.Median([.. gemms.Order()]), [.. runs.Select(r => r.Result(Batch, StepsPerRound, gemms, runs[0].Rounds))]);
        }
        finally
        {
            foreach (var run in runs)
                run.Dispose();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DataSplits Data(StepSource source, NoiseDataset noise, string folder)
    {
        if (source != StepSource.Files)
            return new DataSplits(noise, null, null) { Cache = source == StepSource.Device ? CacheMode.Device : CacheMode.Memory };
        noise.Write(folder);
        return new DataSplits(PictureDataset.Folder(folder, noise.Height, noise.Width, noise.Channels), null, null);
    }
}
