// Some samples of a data set as one of their own.
namespace CnnCompute;

/// <summary>Chosen samples of another data set, in the order given (torch.utils.data.Subset), numbered from 0.</summary>
public sealed class SubsetDataset : Dataset
{
    private readonly Dataset whole;
    private readonly int[] samples;

    /// <summary>The samples of <paramref name="whole"/> with the given numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is none of the data set's.</exception>
    public SubsetDataset(string name, Dataset whole, IEnumerable<int> samples)
    {
        (Name, this.whole, this.samples) = (name, whole, [.. samples]);
        foreach (var sample in this.samples)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)sample, (uint)whole.Count, nameof(samples));
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => samples.Length;

    /// <inheritdoc/>
    public override int Channels => whole.Channels;

    /// <inheritdoc/>
    public override int Height => whole.Height;

    /// <inheritdoc/>
    public override int Width => whole.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => whole.Classes;

    /// <inheritdoc/>
    public override bool InMemory => whole.InMemory;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Damaged => whole.Damaged;

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels) => whole.Read(samples[index], pixels);

    /// <inheritdoc/>
    public override int Label(int index) => whole.Label(samples[index]);

    internal override string? TryRead(int index, Span<byte> pixels) => whole.TryRead(samples[index], pixels);
}
