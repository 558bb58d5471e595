// What a loader hands to a training step: raw bytes, labels and sample numbers.
namespace CnnCompute;

/// <summary>
/// One batch, in buffers that the loader uses again: valid until the next one is asked for. Rows from <see cref="Count"/> on are padding.
/// </summary>
public sealed class Batch
{
    internal Batch(int size, int sampleBytes)
    {
        var bytes = (((long)size * sampleBytes) + 3) / 4 * 4;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentException($"A batch of {size:N0} pictures of {sampleBytes:N0} bytes each does not fit into one buffer; take a smaller "
                + "batch or smaller pictures");
        }
        Bytes = new byte[bytes];
        Labels = new int[size];
        Indices = new int[size];
    }

    /// <summary>
    /// Pictures one after another, each H, W, C with channels interleaved; padded with zeros to whole 32-bit words.
    /// Empty where the loader reads none.
    /// </summary>
    public byte[] Bytes { get; }

    /// <summary>Class per row; -1 in padding rows, which losses and metrics ignore.</summary>
    public int[] Labels { get; }

    /// <summary>Number of each row's sample in the data set; -1 in padding rows. Augmentations draw their random numbers from it.</summary>
    public int[] Indices { get; }

    /// <summary>Rows that hold samples.</summary>
    public int Count { get; internal set; }

    /// <summary>The pass over the data set it belongs to.</summary>
    public int Epoch { get; internal set; }

    /// <summary>Its place within the epoch.</summary>
    public int Index { get; internal set; }
}
