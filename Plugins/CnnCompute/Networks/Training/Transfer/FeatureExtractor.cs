// What a trained trunk makes of a data set, once.
namespace CnnCompute;

/// <summary>
/// Runs a trunk over every sample of a data set, in its order and in batches, and keeps the features: a step of a head that is trained on them costs
/// a thousandth of one of the whole net.
/// </summary>
public sealed class FeatureExtractor : IDisposable
{
    private readonly Dataset data;
    private readonly Plan plan;
    private readonly DataLoader loader;
    private readonly Tensor features;

    /// <summary>Compiles the trunk.</summary>
    /// <param name="weights">Holds the trunk's parameters.</param>
    /// <param name="trunk">Appends the trunk to the graph of pictures [N,C,H,W] as the transforms leave them; gives [N,…].</param>
    /// <param name="data">The pictures.</param>
    /// <param name="transforms">What is done to the bytes first, nothing random: <see cref="FitPictures"/>, <see cref="Normalize"/>.</param>
    /// <param name="batchSize">Pictures of one run.</param>
    /// <exception cref="ShapeException">The trunk does not take such pictures.</exception>
    public FeatureExtractor(
        Residence weights, Func<Tensor, Tensor> trunk, Dataset data, IReadOnlyList<Transform> transforms, int batchSize = 16)
    {
        this.data = data;
        var graph = new Graph();
        features = trunk(BatchInputs.Of(graph, data, batchSize).Apply([.. transforms]).Images);
        if (features.Shape.Rank < 2 || features.Shape[0] != batchSize)
            throw new ShapeException($"The trunk gives {features.Shape} of {batchSize} pictures; features have an axis of pictures");
        plan = Plan.Compile(weights, [], [features], options: new PlanOptions { Name = "features" });
        loader = new DataLoader(data, batchSize);
    }

    /// <summary>Shape of one sample's features.</summary>
    public Shape Sample => new(features.Shape.ToArray()[1..]);

    /// <summary>The features of all samples; waits.</summary>
    /// <param name="progress">Called after each batch with the samples that are done.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <exception cref="InvalidDataException">A sample's file is damaged, or features and samples are too many for memory.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public FeatureSet Run(Action<int>? progress = null, CancellationToken cancellation = default)
    {
        var length = (int)Sample.Count;
        if ((long)data.Count * length > Array.MaxLength)
            throw new InvalidDataException($"{data.Name}: {data.Count} samples of {length} features are too many to be kept in memory");
        var (values, labels, done) = (new float[data.Count * length], new int[data.Count], 0);
        foreach (var batch in loader.Epoch(0, cancellation: cancellation))
        {
            plan.Gpu.Run(commands => plan.UploadRaw<byte>(commands, BatchInputs.BytesName, batch.Bytes));
            plan.Run();
            plan.Fetch(features).AsSpan(0, batch.Count * length).CopyTo(values.AsSpan(done * length));
            batch.Labels.AsSpan(0, batch.Count).CopyTo(labels.AsSpan(done));
            done += batch.Count;
            progress?.Invoke(done);
        }
        return new FeatureSet(data.Name, Sample, values, labels, data.Classes);
    }

    /// <summary>Frees the plan and the loader.</summary>
    public void Dispose()
    {
        loader.Dispose();
        plan.Dispose();
    }
}
