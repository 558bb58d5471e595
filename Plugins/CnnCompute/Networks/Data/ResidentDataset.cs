// A whole data set on the device.
using System.Runtime.InteropServices;

namespace CnnCompute;

/// <summary>
/// All pictures of a data set as bytes, and all labels, as two constants that a residence uploads once; a step then uploads the numbers of its samples
/// and nothing else (<see cref="BatchInputs.Resident"/>). They belong to no module, so that no state dict or checkpoint holds them; plans on one
/// residence share them.
/// </summary>
public sealed class ResidentDataset
{
    // The rest is for weights, activations and their gradients.
    private const double MostShare = 0.5;

    private const int Block = 256;

    /// <summary>Prepares the upload; nothing is read yet.</summary>
    /// <param name="dataset">What shall lie on the device.</param>
    /// <param name="memoryBytes">The device's memory.</param>
    /// <param name="allocationBytes">The most that one buffer of it can have.</param>
    /// <exception cref="InvalidDataException">It is too large; the sentence says for what and what to do.</exception>
    public ResidentDataset(Dataset dataset, long memoryBytes, long allocationBytes)
    {
        if (Refusal(dataset, memoryBytes, allocationBytes) is { } refusal)
            throw new InvalidDataException(refusal);
        Dataset = dataset;
        Shape = new Shape(dataset.Count, dataset.Channels, dataset.Height, dataset.Width);
        Bytes = Parameter.Integers($"{dataset.Name} pictures", new Shape((int)((Shape.Count + 3) / 4)), Pack);
        // The last is that of index -1, which counts from the end: padding.
        var labels = new int[dataset.Count + 1];
        for (var i = 0; i < dataset.Count; i++)
            labels[i] = dataset.Label(i);
        labels[^1] = -1;
        Labels = Parameter.Integers($"{dataset.Name} labels", new Shape(labels.Length), labels);
    }

    /// <summary>The data set.</summary>
    public Dataset Dataset { get; }

    /// <summary>All pictures: [samples, channels, height, width].</summary>
    public Shape Shape { get; }

    /// <summary>I32 words of all pictures.</summary>
    public Parameter Bytes { get; }

    /// <summary>I32 [samples + 1]: classes, then -1 for padding.</summary>
    public Parameter Labels { get; }

    /// <summary>Why a data set cannot lie on a device, as a sentence; null where it can.</summary>
    public static string? Refusal(Dataset dataset, long memoryBytes, long allocationBytes)
    {
        var bytes = (long)dataset.Count * dataset.SampleBytes;
        var most = Math.Min(Math.Min((long)(memoryBytes * MostShare), allocationBytes), int.MaxValue - 3);
        return bytes <= most ? null
            : $"{dataset.Name}: its {dataset.Count:N0} pictures of {dataset.Width}×{dataset.Height} need {Mebibytes(bytes)} on the device, where at most "
                + $"{Mebibytes(most)} are taken for data; keep them in memory (cache: memory), make them smaller (side), or take fewer (limit)";
    }

    /// <summary>Frees the host's copy, which is made for the upload; where it is asked for again, the data set is read again.</summary>
    public void ReleaseHostCopy() => Bytes.Initialize(Pack);

    private static string Mebibytes(long bytes) => $"{bytes / 1048576.0:N0} MiB";

    private float[] Pack()
    {
        var words = new float[Bytes.Shape.Count];
        var size = Dataset.SampleBytes;
        var blocks = Pipeline.Of(Enumerable.Range(0, (Dataset.Count + Block - 1) / Block)).Map(b =>
        {
            for (var i = b * Block; i < Math.Min(Dataset.Count, (b + 1) * Block); i++)
                Dataset.Read(i, MemoryMarshal.AsBytes(words.AsSpan()).Slice(i * size, size));
            return b;
        }, Environment.ProcessorCount);
        foreach (var _ in blocks)
        {
            // Reading is all.
        }
        return words;
    }
}
