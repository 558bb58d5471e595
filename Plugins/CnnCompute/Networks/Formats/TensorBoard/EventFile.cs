// Files that TensorBoard shows as curves, histograms and pictures.
using CnnCompute.Protobuf;
using Engine;
using Google.Protobuf;

namespace CnnCompute;

/// <summary>
/// An event file (<c>…tfevents…</c>) that grows. Continued after some step it forgets what came later, since those steps are made again; an end
/// that a killed process left half-written goes, too.
/// </summary>
public sealed class EventFile : IDisposable
{
    private const string Version = "brain.Event:2";
    private const double BucketGrowth = 1.1, SmallestBucket = 1e-12, LargestBucket = 1e20;

    // As TensorFlow's histogram.cc: each a tenth larger than the one before, the same below zero.
    private static readonly double[] Limits = BucketLimits();

    private readonly string path;
    private readonly FileStream stream;

    /// <summary>Begins the file, or continues it where <paramref name="fromStep"/> is above 0.</summary>
    /// <param name="path">Its name must hold <c>tfevents</c>, by which TensorBoard finds it; the folder is made if need be.</param>
    /// <param name="fromStep">Events of later steps are forgotten.</param>
    /// <exception cref="ArgumentException">TensorBoard would not find a file of that name.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public EventFile(string path, long fromStep = 0)
    {
        if (!Path.GetFileName(path).Contains("tfevents", StringComparison.Ordinal))
            throw new ArgumentException($"{path}: TensorBoard finds only files whose names hold \"tfevents\"", nameof(path));
        this.path = path;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            var kept = fromStep > 0 && File.Exists(path) ? Kept(fromStep) : [];
            if (kept.Count == 0)
                kept = [new Event { WallTime = Now, FileVersion = Version }.ToByteArray()];
            AtomicFile.Write(path, file =>
            {
                foreach (var record in kept)
                    EventRecord.Write(file, record);
            });
            stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    // TensorBoard's axis of wall-clock time.
    private static double Now => (DateTime.UtcNow - DateTime.UnixEpoch).TotalSeconds;

    /// <summary>Adds points of curves; values that are not finite are shown as such.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Scalars(long step, params ReadOnlySpan<(string Tag, double Value)> values)
    {
        var summary = new Summary();
        foreach (var (tag, value) in values)
            summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)value });
        Append(step, summary);
    }

    /// <summary>Adds a histogram of the values that are finite; without any, nothing.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Histogram(long step, string tag, ReadOnlySpan<float> values)
    {
        var (counts, histogram) = (new double[Limits.Length], new HistogramProto { Min = double.MaxValue, Max = double.MinValue });
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
                continue;
            var place = Array.BinarySearch(Limits, value);
            // A bucket's limit is above what is in it.
            counts[Math.Min(place >= 0 ? place + 1 : ~place, Limits.Length - 1)]++;
            (histogram.Min, histogram.Max) = (Math.Min(histogram.Min, value), Math.Max(histogram.Max, value));
            (histogram.Num, histogram.Sum, histogram.SumSquares) = (histogram.Num + 1, histogram.Sum + value, histogram.SumSquares + (value * value));
        }
        if (histogram.Num == 0)
            return;
        // Empty buckets at both ends are left out.
        var (first, last) = (Array.FindIndex(counts, c => c > 0), Array.FindLastIndex(counts, c => c > 0));
        for (var i = Math.Max(first - 1, 0); i <= last; i++)
        {
            histogram.BucketLimit.Add(Limits[i]);
            histogram.Bucket.Add(counts[i]);
        }
        Append(step, new Summary { Value = { new Summary.Types.Value { Tag = tag, Histo = histogram } } });
    }

    /// <summary>Adds a picture, as the bytes of a PNG file.</summary>
    /// <param name="step">The step it is of.</param>
    /// <param name="tag">Its name.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">1 grey, 3 RGB, 4 RGBA.</param>
    /// <param name="png">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Picture(long step, string tag, int width, int height, int channels, ReadOnlySpan<byte> png)
    {
        var image = new Summary.Types.Image { Width = width, Height = height, Colorspace = channels, EncodedImageString = ByteString.CopyFrom(png) };
        Append(step, new Summary { Value = { new Summary.Types.Value { Tag = tag, Image = image } } });
    }

    /// <summary>Hands everything so far to the system.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Flush()
    {
        try
        {
            stream.Flush();
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Closes the file; what cannot be written any more must not hide the error that led here.</summary>
    public void Dispose()
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException e)
        {
            Log.Debug(e.Message);
        }
    }

    private List<byte[]> Kept(long fromStep)
    {
        using var before = File.OpenRead(path);
        return [.. EventRecord.ReadAll(before).Where(record => Event.Parser.ParseFrom(record).Step <= fromStep)];
    }

    private void Append(long step, Summary summary)
    {
        try
        {
            EventRecord.Write(stream, new Event { WallTime = Now, Step = step, Summary = summary }.ToByteArray());
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    private IOException Failed(Exception e) => new($"{path}: the events cannot be written: {e.Message}; make room or choose another folder", e);

    private static double[] BucketLimits()
    {
        var positive = new List<double>();
        for (var limit = SmallestBucket; limit < LargestBucket; limit *= BucketGrowth)
            positive.Add(limit);
        positive.Add(double.MaxValue);
        return [.. positive.Select(l => -l).Reverse(), 0, .. positive];
    }
}
