// Labelled pictures of one size, read by index.
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CnnCompute;

/// <summary>
/// Pictures of equal size with class labels. Reading is thread-safe: a loader's workers call <see cref="Read"/> and <see cref="Label"/> at once.
/// </summary>
public abstract class Dataset
{
    /// <summary>Name for people, such as <c>Fashion-MNIST test</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Values per pixel: 1 grey, 3 RGB.</summary>
    public abstract int Channels { get; }

    /// <summary>Rows of a picture.</summary>
    public abstract int Height { get; }

    /// <summary>Columns of a picture.</summary>
    public abstract int Width { get; }

    /// <summary>Class names by label.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>Bytes of one sample: height × width × channels.</summary>
    public int SampleBytes => Height * Width * Channels;

    /// <summary>
    /// Writes sample <paramref name="index"/> as bytes 0–255, rows from the top, channels interleaved (H, W, C).
    /// <paramref name="pixels"/> holds exactly <see cref="SampleBytes"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">The sample's file is damaged; it is named.</exception>
    public abstract void Read(int index, Span<byte> pixels);

    /// <summary>Class of sample <paramref name="index"/>.</summary>
    public abstract int Label(int index);

    /// <summary>Whether reading is copying: nothing is opened or decoded, so that one thread of a loader is enough.</summary>
    public virtual bool InMemory => false;

    /// <summary>
    /// A sentence about each file that turned out to be damaged when it was read and was replaced by another sample of its class (see
    /// <see cref="PictureDataset"/>); it names the file.
    /// </summary>
    public virtual IReadOnlyList<string> Damaged => [];

    /// <summary>
    /// As <see cref="Read"/>, but says what is wrong with a sample whose bytes are no picture, where <see cref="Read"/> would do with another one.
    /// </summary>
    /// <returns>One sentence that names the file; null where the sample was read.</returns>
    internal virtual string? TryRead(int index, Span<byte> pixels)
    {
        Read(index, pixels);
        return null;
    }

    /// <summary>Samples of each class, by label.</summary>
    public int[] ClassCounts()
    {
        var counts = new int[Classes.Count];
        for (var i = 0; i < Count; i++)
            counts[Label(i)]++;
        return counts;
    }

    /// <summary>
    /// Tells data sets apart: a hash over sizes, class names, all labels and the first 16 pictures, as hexadecimal digits.
    /// </summary>
    /// <exception cref="InvalidDataException">A sample's file is damaged; it is named.</exception>
    public string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{Count} {Channels} {Height} {Width} {string.Join('\n', Classes)}\n"));
        var labels = new int[Count];
        for (var i = 0; i < Count; i++)
            labels[i] = Label(i);
        hash.AppendData(MemoryMarshal.AsBytes<int>(labels));
        var pixels = new byte[SampleBytes];
        for (var i = 0; i < Math.Min(Count, FingerprintSamples); i++)
        {
            Read(i, pixels);
            hash.AppendData(pixels);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private const int FingerprintSamples = 16;
}
