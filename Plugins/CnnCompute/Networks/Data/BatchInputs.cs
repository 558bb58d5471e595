// A loader's batch as inputs of a graph.
namespace CnnCompute;

/// <summary>The inputs through which a <see cref="Batch"/> enters a graph, under fixed names.</summary>
/// <param name="Bytes">I32 words of <see cref="Batch.Bytes"/>, or of the whole data set where it lies on the device.</param>
/// <param name="Labels">I32 [N] of <see cref="Batch.Labels"/>.</param>
/// <param name="Samples">I32 [N] of <see cref="Batch.Indices"/>.</param>
/// <param name="Key">A value, I32 [2]: the seed and the epoch, from which random transforms draw.</param>
/// <param name="Shape">Shape of the pictures, [N,C,H,W].</param>
/// <param name="Classes">How many classes there are.</param>
public sealed record BatchInputs(Tensor Bytes, Tensor Labels, Tensor Samples, Tensor Key, Shape Shape, int Classes)
{
    /// <summary>Name of the packed pictures.</summary>
    public const string BytesName = "bytes";

    /// <summary>Name of the labels.</summary>
    public const string LabelsName = "labels";

    /// <summary>Name of the sample indices.</summary>
    public const string SamplesName = "samples";

    /// <summary>Name of the key.</summary>
    public const string KeyName = "augment.key";

    /// <summary>Declares the inputs for batches of <paramref name="batchSize"/> samples of <paramref name="dataset"/>.</summary>
    public static BatchInputs Of(Graph graph, Dataset dataset, int batchSize)
    {
        var shape = new Shape(batchSize, dataset.Channels, dataset.Height, dataset.Width);
        return new BatchInputs(
            graph.Input(BytesName, new Shape((int)((shape.Count + 3) / 4)), DType.I32),
            graph.Labels(LabelsName, batchSize),
            graph.Input(SamplesName, new Shape(batchSize), DType.I32),
            graph.Value(KeyName, new Shape(2), DType.I32),
            shape,
            dataset.Classes.Count);
    }

    /// <summary>The data set on the device from which pictures and labels come; null where each batch is uploaded.</summary>
    public ResidentDataset? Source { get; private init; }

    /// <summary>
    /// Declares inputs for batches of <paramref name="batchSize"/> samples of a data set that lies on the device: <see cref="Samples"/> alone is
    /// uploaded, and the batch is bit for bit what a loader of the same samples gives. There is no input called <see cref="BytesName"/> then, and
    /// <see cref="LabelsName"/> is the name of a computed value.
    /// </summary>
    public static BatchInputs Resident(Graph graph, ResidentDataset source, int batchSize)
    {
        var samples = graph.Input(SamplesName, new Shape(batchSize), DType.I32);
        return new BatchInputs(
            graph.Parameter(source.Bytes),
            graph.Parameter(source.Labels).Gather(0, samples).Named(LabelsName),
            samples,
            graph.Value(KeyName, new Shape(2), DType.I32),
            source.Shape.With(0, batchSize),
            source.Dataset.Classes.Count)
        {
            Source = source,
        };
    }

    /// <summary>Appends the unpacking of the bytes and the transforms, in order.</summary>
    public TrainingBatch Apply(params ReadOnlySpan<Transform> transforms)
    {
        // Unpacking can normalise on the way.
        var first = transforms is [Normalize norm, ..] ? norm : null;
        var unpacking = first?.Norm ?? PixelNorm.Byte;
        var images = Source is null ? Bytes.UnpackBytes(Shape, unpacking) : Bytes.GatherBytes(Samples, Source.Shape, unpacking);
        var batch = new TrainingBatch(images, Labels, Samples, Key, Classes);
        foreach (var transform in transforms[(first is null ? 0 : 1)..])
            batch = transform.Apply(batch);
        return batch;
    }
}
