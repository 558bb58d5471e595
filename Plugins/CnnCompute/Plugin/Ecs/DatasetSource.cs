// A data set's pictures as if a camera saw them.
using Engine;

namespace CnnCompute;

/// <summary>Streams a data set in a shuffled order that is the same every time, with each picture's true class.</summary>
public sealed class DatasetSource : FrameSource
{
    private readonly Dataset dataset;
    private readonly Permutation order;
    private readonly byte[] sample;

    /// <summary>Streams <paramref name="dataset"/>, <paramref name="rate"/> pictures a second.</summary>
    public DatasetSource(Dataset dataset, double rate) : base(dataset.Width, dataset.Height, rate)
    {
        this.dataset = dataset;
        order = new Permutation(dataset.Count, seed: 1, epoch: 0);
        sample = new byte[dataset.SampleBytes];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes => dataset.Classes;

    /// <summary>
    /// Opens <c>fashion-mnist</c>, the 10,000 test pictures; <c>fashion-mnist:FOLDER</c> takes the four IDX files from there. As from a folder, at
    /// most one comes each second.
    /// </summary>
    /// <exception cref="IOException">No such data set, or its files are missing.</exception>
    public static FrameSource Open(string name, VideoSource wanted)
    {
        var parts = name.Split(':', 2);
        return parts[0] == "fashion-mnist"
            ? new DatasetSource(FashionMnist.Load(train: false, parts.ElementAtOrDefault(1)), Math.Min(wanted.Rate, 1))
            : throw new IOException($"there is no data set \"{parts[0]}\"; there is fashion-mnist");
    }

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        var index = order[(int)(n % order.Count)];
        dataset.Read(index, sample);
        label = dataset.Label(index);
        var channels = dataset.Channels;
        for (var p = 0; p < Width * Height; p++)
        {
            for (var c = 0; c < 3; c++)
                rgba[p * 4 + c] = sample[p * channels + (channels == 3 ? c : 0)];
            rgba[p * 4 + 3] = 255;
        }
        return true;
    }
}
