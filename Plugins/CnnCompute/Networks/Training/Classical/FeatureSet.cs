// Samples as rows of numbers: pixels, or what a net makes of them.
namespace CnnCompute;

/// <summary>
/// Labelled vectors in memory: what nearest neighbours search, and what linear classifiers and heads of nets learn from.
/// </summary>
public sealed class FeatureSet
{
    /// <summary>A set of vectors.</summary>
    /// <param name="name">Name for people.</param>
    /// <param name="sample">Shape of a vector, such as [1,28,28] for pixels or [512] for features; its elements in this order.</param>
    /// <param name="values">All vectors, one after the other.</param>
    /// <param name="labels">Class of each.</param>
    /// <param name="classes">Class names by label.</param>
    /// <exception cref="ArgumentException">Numbers of values, labels and samples do not fit, or a label is out of range.</exception>
    public FeatureSet(string name, Shape sample, float[] values, int[] labels, IReadOnlyList<string> classes)
    {
        if (labels.Length == 0 || values.LongLength != labels.Length * sample.Count)
            throw new ArgumentException($"{name}: {values.LongLength} values are no {labels.Length} samples of {sample}", nameof(values));
        if (Array.FindIndex(labels, l => l < 0 || l >= classes.Count) is >= 0 and var worst)
            throw new ArgumentException($"{name}: label {labels[worst]} of sample {worst}; labels are 0 to {classes.Count - 1}", nameof(labels));
        (Name, Sample, Values, Labels, Classes) = (name, sample, values, labels, classes);
    }

    /// <summary>Name for people.</summary>
    public string Name { get; }

    /// <summary>Shape of a vector.</summary>
    public Shape Sample { get; }

    /// <summary>All vectors, one after the other.</summary>
    public float[] Values { get; }

    /// <summary>Class of each vector.</summary>
    public int[] Labels { get; }

    /// <summary>Class names by label.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Number of vectors.</summary>
    public int Count => Labels.Length;

    /// <summary>Elements of a vector.</summary>
    public int Length => (int)Sample.Count;

    /// <summary>A vector.</summary>
    public ReadOnlySpan<float> Row(int index) => Values.AsSpan(index * Length, Length);

    /// <summary>Some of the vectors, copied.</summary>
    public FeatureSet Subset(string name, IReadOnlyList<int> indices)
    {
        var values = new float[(long)indices.Count * Length];
        foreach (var (i, index) in indices.Index())
            Row(index).CopyTo(values.AsSpan(i * Length));
        return new FeatureSet(name, Sample, values, [.. indices.Select(i => Labels[i])], Classes);
    }

    /// <summary>
    /// The first vectors of an order that depends on <paramref name="seed"/> alone, in that order; all of them where there are no more.
    /// </summary>
    public FeatureSet Draw(int most, ulong seed)
    {
        var order = new Permutation(Count, seed, 0);
        return Subset(Name, [.. Enumerable.Range(0, Math.Min(most, Count)).Select(i => order[i])]);
    }

    /// <summary>The pixels of a data set, [C,H,W] each.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="norm">How bytes become numbers; 0..1 by default.</param>
    /// <param name="most">As many of the first samples at most.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">A sample's file is damaged, or the vectors do not fit into one array.</exception>
    public static FeatureSet OfPixels(Dataset data, PixelNorm? norm = null, int most = int.MaxValue, CancellationToken cancellation = default)
    {
        var (pixels, count, channels) = (norm ?? PixelNorm.Unit, Math.Min(most, data.Count), data.Channels);
        var (area, length) = (data.Height * data.Width, data.SampleBytes);
        if ((long)count * length > Array.MaxLength)
            throw new InvalidDataException($"{data.Name}: {count} samples of {length} pixels are too many to be held in memory as vectors");
        var values = new float[count * length];
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, () => new byte[length], (i, _, bytes) =>
            {
                data.Read(i, bytes);
                for (var c = 0; c < channels; c++)
                {
                    var (scale, shift) = pixels[c];
                    var to = values.AsSpan((i * length) + ((pixels.IsBgr && channels > 1 ? 2 - c : c) * area), area);
                    for (var p = 0; p < area; p++)
                        to[p] = (bytes[(p * channels) + c] * scale) + shift;
                }
                return bytes;
            }, _ => { });
        }
        catch (AggregateException e) when (e.InnerExceptions is [var one, ..])
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(one);
        }
        return new FeatureSet(data.Name, new Shape(channels, data.Height, data.Width), values,
            [.. Enumerable.Range(0, count).Select(data.Label)], data.Classes);
    }
}
