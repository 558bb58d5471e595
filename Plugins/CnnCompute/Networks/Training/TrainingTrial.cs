// Short trainings that show whether a long one makes sense.
namespace CnnCompute;

/// <summary>Two trials of a setup, each a training of its own; neither says anything about how well the network will do.</summary>
public static class TrainingTrial
{
    private const int Batches = 3;

    /// <summary>
    /// One batch learnt by heart, without transforms or an end before the last epoch: a network and a rate that are worth anything bring its loss
    /// down to nearly nothing, or, where labels are smoothed, to as little as that leaves.
    /// </summary>
    /// <param name="data">The whole data.</param>
    /// <param name="setup">The setup.</param>
    /// <param name="steps">Steps, each of which sees the same batch.</param>
    public static (DataSplits Data, TrainingSetup Setup) OneBatch(DataSplits data, TrainingSetup setup, int steps)
    {
        var size = Math.Min(setup.BatchSize, data.Train.Count);
        var batch = Drawn($"{data.Train.Name} (one batch)", data.Train, size, setup);
        return (new DataSplits(batch, null, null), setup with
        {
            BatchSize = size,
            Epochs = steps,
            Transforms = [],
            Step = setup.Step with { Accumulate = Math.Min(setup.Step.Accumulate, steps) },
            Patience = null,
            Keep = 0,
            Recipe = "",
        });
    }

    /// <summary>Three batches of each part, one epoch: everything runs once.</summary>
    public static (DataSplits Data, TrainingSetup Setup) DevRun(DataSplits data, TrainingSetup setup)
    {
        Dataset Few(Dataset whole, int batch) => Drawn(whole.Name, whole, Math.Min(whole.Count, Batches * batch), setup);
        var few = new DataSplits(
            Few(data.Train, setup.BatchSize), data.Validation is { } v ? Few(v, setup.EvaluationBatchSize) : null,
            data.Test is { } t ? Few(t, setup.EvaluationBatchSize) : null);
        // Gradients of more batches than there are would change nothing.
        var step = setup.Step with { Accumulate = Math.Clamp(few.Train.Count / setup.BatchSize, 1, setup.Step.Accumulate) };
        few = few with
        {
            Cache = data.Cache,
            Sampler = data.Sampler is null ? null : new BalancedSampler(few.Train, (ulong)setup.Seed),
        };
        return (few, setup with { Epochs = 1, Patience = null, Keep = 0, Recipe = "", Step = step });
    }

    // Drawn, as the first ones of many data sets are all of one class.
    private static SubsetDataset Drawn(string name, Dataset whole, int count, TrainingSetup setup)
    {
        var order = new Permutation(whole.Count, (ulong)setup.Seed, 0);
        return new SubsetDataset(name, whole, Enumerable.Range(0, count).Select(i => order[i]));
    }
}
