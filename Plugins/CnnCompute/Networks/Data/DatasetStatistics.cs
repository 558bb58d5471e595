// What a data set's pixels and labels are like on average.
namespace CnnCompute;

/// <summary>Mean and standard deviation of each channel's bytes / 255.</summary>
/// <param name="Mean">By channel, 0 to 1.</param>
/// <param name="Std">By channel, of the population (divided by the number of pixels).</param>
public sealed record ChannelStatistics(IReadOnlyList<double> Mean, IReadOnlyList<double> Std)
{
    // What never changes is only centred: one level is the least deviation.
    private const double LeastStd = 1 / 255.0;

    /// <summary>The norm that gives each channel mean 0 and deviation 1; a deviation below one level of 255 counts as one.</summary>
    public PixelNorm Norm => PixelNorm.Of((Of(Mean, 0), Of(Mean, 1), Of(Mean, 2)),
        (Math.Max(LeastStd, Of(Std, 0)), Math.Max(LeastStd, Of(Std, 1)), Math.Max(LeastStd, Of(Std, 2))));

    private static double Of(IReadOnlyList<double> values, int channel) => values[Math.Min(channel, values.Count - 1)];
}

/// <summary>Statistics of data sets; of the training part, when something is to be learnt by them.</summary>
public static class DatasetStatistics
{
    // So many samples are read by a thread at a time.
    private const int Block = 64;

    /// <summary>
    /// Mean and standard deviation by channel over all pixels of all samples, read on all cores. Sums are integers, so that the result is exact and
    /// the same on any number of threads.
    /// </summary>
    /// <exception cref="ArgumentException">The data set is empty.</exception>
    /// <exception cref="IOException">A sample cannot be read.</exception>
    public static ChannelStatistics Channels(Dataset dataset, CancellationToken cancellation = default)
    {
        if (dataset.Count == 0)
            throw new ArgumentException($"{dataset.Name} has no samples", nameof(dataset));
        var channels = dataset.Channels;
        var (sums, squares) = (new UInt128[channels], new UInt128[channels]);
        var blocks = Pipeline.Of(Enumerable.Range(0, (dataset.Count + Block - 1) / Block))
            .Map(b => Sums(dataset, b * Block, Math.Min(dataset.Count, (b + 1) * Block)), Environment.ProcessorCount);
        foreach (var block in blocks.Epoch(0, cancellation))
        {
            for (var c = 0; c < channels; c++)
                (sums[c], squares[c]) = (sums[c] + block[c], squares[c] + block[channels + c]);
        }
        var count = (double)dataset.Count * dataset.Height * dataset.Width;
        double[] mean = [.. sums.Select(s => (double)s / count / 255)];
        return new ChannelStatistics(mean,
            [.. squares.Select((s, c) => Math.Sqrt(Math.Max(0, ((double)s / count / (255 * 255)) - (mean[c] * mean[c]))))]);
    }

    /// <summary>
    /// Weights of classes for a loss, by label: inverse to how many samples each has, with mean 1 over those that have any; 0 for others.
    /// </summary>
    public static float[] ClassWeights(Dataset dataset)
    {
        var counts = dataset.ClassCounts();
        var mean = counts.Where(n => n > 0).Select(n => 1.0 / n).DefaultIfEmpty(1).Average();
        return [.. counts.Select(n => n == 0 ? 0 : (float)(1.0 / n / mean))];
    }

    // By channel the sums of bytes, then those of their squares.
    private static ulong[] Sums(Dataset dataset, int first, int end)
    {
        var channels = dataset.Channels;
        var pixels = new byte[dataset.SampleBytes];
        var counts = new int[channels * 256];
        var sums = new ulong[2 * channels];
        for (var i = first; i < end; i++)
        {
            dataset.Read(i, pixels);
            for (var at = 0; at < pixels.Length; at += channels)
            {
                for (var c = 0; c < channels; c++)
                    counts[(c * 256) + pixels[at + c]]++;
            }
        }
        for (var c = 0; c < channels; c++)
        {
            for (var level = 0UL; level < 256; level++)
            {
                var n = (ulong)counts[(c * 256) + (int)level];
                (sums[c], sums[channels + c]) = (sums[c] + (n * level), sums[channels + c] + (n * level * level));
            }
        }
        return sums;
    }
}
