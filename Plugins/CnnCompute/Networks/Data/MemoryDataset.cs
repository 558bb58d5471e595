// Pictures that were decoded once and stay in memory as bytes.
using Engine;

namespace CnnCompute;

/// <summary>Samples as bytes in memory.</summary>
public sealed class MemoryDataset : Dataset
{
    private readonly byte[][] pictures;
    private readonly int[] labels;

    /// <summary>Keeps the arrays it is given.</summary>
    /// <param name="name">Name for people.</param>
    /// <param name="size">Channels, rows and columns of a picture.</param>
    /// <param name="classes">Class names by label.</param>
    /// <param name="pictures">Bytes of each sample in order H, W, C.</param>
    /// <param name="labels">Its class.</param>
    /// <exception cref="ArgumentException">A picture has another size, or a label is no class.</exception>
    public MemoryDataset(
        string name, (int Channels, int Height, int Width) size, IReadOnlyList<string> classes, byte[][] pictures, int[] labels)
    {
        (Name, (Channels, Height, Width), Classes, this.pictures, this.labels) = (name, size, classes, pictures, labels);
        if (pictures.Length != labels.Length)
            throw new ArgumentException($"{name}: {pictures.Length} pictures and {labels.Length} labels", nameof(labels));
        for (var i = 0; i < labels.Length; i++)
        {
            if (pictures[i].Length != SampleBytes)
                throw new ArgumentException($"{name}: sample {i} has {pictures[i].Length} bytes; there should be {SampleBytes}", nameof(pictures));
            if ((uint)labels[i] >= (uint)classes.Count)
                throw new ArgumentException($"{name}: label {labels[i]} of sample {i}; labels are 0 to {classes.Count - 1}", nameof(labels));
        }
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => labels.Length;

    /// <inheritdoc/>
    public override int Channels { get; }

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override bool InMemory => true;

    /// <summary>Reads all samples of a data set once, on all cores. Those whose files cannot be read are left out.</summary>
    /// <param name="dataset">What is read.</param>
    /// <param name="unreadable">Takes a sentence for each sample that was left out, in order.</param>
    /// <param name="cancellation">Ends it between two samples.</param>
    public static MemoryDataset Of(Dataset dataset, ICollection<string> unreadable, CancellationToken cancellation = default)
    {
        var (pictures, labels) = (new List<byte[]>(dataset.Count), new List<int>(dataset.Count));
        var all = Pipeline.Of(Enumerable.Range(0, dataset.Count)).Map(i => Take(dataset, i), Environment.ProcessorCount);
        foreach (var (index, bytes, wrong) in all.Epoch(0, cancellation))
        {
            if (wrong is not null)
            {
                unreadable.Add(wrong);
                continue;
            }
            pictures.Add(bytes);
            labels.Add(dataset.Label(index));
        }
        return new MemoryDataset(dataset.Name, (dataset.Channels, dataset.Height, dataset.Width), dataset.Classes, [.. pictures], [.. labels]);
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels) => pictures[index].CopyTo(pixels);

    /// <inheritdoc/>
    public override int Label(int index) => labels[index];

    private static (int Index, byte[] Bytes, string? Wrong) Take(Dataset dataset, int index)
    {
        var bytes = new byte[dataset.SampleBytes];
        try
        {
            return (index, bytes, dataset.TryRead(index, bytes));
        }
        catch (Exception unread) when (unread is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return (index, bytes, InputError.Sentence(unread));
        }
    }
}
