// What is known of a training set as a whole: means, deviations, principal components.
using MathNet.Numerics.LinearAlgebra;
using Lanes = System.Numerics.Vector<double>;

namespace CnnCompute;

/// <summary>
/// Means and deviations of pixels of 0 to 255, and principal components of pixels of 0 to 1, over the pictures of a training set; made once, kept as
/// arrays (<see cref="ToTensors"/>). Pictures are in C, H, W order.
/// </summary>
public sealed class DataStatistics
{
    /// <summary>Pictures that are looked at, spread evenly over the set.</summary>
    public const int MostSamples = 10_000, MostWhitened = 5_000;

    /// <summary>Values of the largest picture whose principal components are found.</summary>
    public const int MostValues = 3072;

    private const string Prefix = "statistics.";

    private DataStatistics(
        (int Channels, int Height, int Width) size, float[] meanImage, float[] channelMean, float[] channelDeviation, double[] colourValues,
        double[] colourVectors, float[] values, float[] vectors)
    {
        (Channels, Height, Width) = size;
        (MeanImage, ChannelMean, ChannelDeviation, ColourValues, ColourVectors, Values, Vectors) = (
            meanImage, channelMean, channelDeviation, colourValues, colourVectors, values, vectors);
    }

    /// <summary>Channels of the pictures.</summary>
    public int Channels { get; }

    /// <summary>Rows of the pictures.</summary>
    public int Height { get; }

    /// <summary>Columns of the pictures.</summary>
    public int Width { get; }

    /// <summary>The mean picture, of 0 to 255.</summary>
    public float[] MeanImage { get; }

    /// <summary>The mean of each channel, of 0 to 255.</summary>
    public float[] ChannelMean { get; }

    /// <summary>The deviation of each channel, of 0 to 255.</summary>
    public float[] ChannelDeviation { get; }

    /// <summary>Eigenvalues of the covariance of colours of 0 to 1, largest first.</summary>
    public double[] ColourValues { get; }

    /// <summary>Their eigenvectors as columns: [channels, channels].</summary>
    public double[] ColourVectors { get; }

    /// <summary>Eigenvalues of the covariance of whole pictures of 0 to 1, largest first; empty where nobody asked for them.</summary>
    public float[] Values { get; }

    /// <summary>Their eigenvectors as columns: [values, values].</summary>
    public float[] Vectors { get; }

    /// <summary>What a list of transforms needs to know of a training set; null where nothing.</summary>
    /// <exception cref="InvalidOperationException">Pictures are too large for whitening.</exception>
    public static DataStatistics? For(IEnumerable<Transform> transforms, Dataset data)
    {
        Transform[] asking = [.. transforms.Where(t => t.NeedsStatistics)];
        return asking.Length == 0 ? null : Of(data, asking.Any(t => t.Whitens));
    }

    /// <summary>Looks at a training set.</summary>
    /// <param name="data">The set.</param>
    /// <param name="components">Whether the principal components of whole pictures are found too, which takes seconds.</param>
    /// <exception cref="InvalidOperationException">Pictures are too large for that.</exception>
    public static DataStatistics Of(Dataset data, bool components = false)
    {
        var (channels, pixels) = (data.Channels, data.Height * data.Width);
        var size = channels * pixels;
        if (components && size > MostValues)
        {
            throw new InvalidOperationException($"Whitening of {data.Name}: pictures of {channels}x{data.Height}x{data.Width} are {size:N0} values, "
                + $"and principal components are found of {MostValues:N0} at most; make them smaller, or standardize");
        }
        var count = Math.Min(data.Count, components ? MostWhitened : MostSamples);
        var bytes = new byte[data.SampleBytes];
        var (sum, colours) = (new double[size], new double[channels * channels]);
        double[] Read(int i)
        {
            data.Read((int)((long)i * data.Count / count), bytes);
            var values = new double[size];
            for (var k = 0; k < size; k++)
                values[((k % channels) * pixels) + (k / channels)] = bytes[k];
            return values;
        }
        for (var i = 0; i < count; i++)
        {
            var picture = Read(i);
            for (var k = 0; k < size; k++)
                sum[k] += picture[k];
            for (var a = 0; a < channels; a++)
            {
                for (var b = 0; b <= a; b++)
                {
                    double products = 0;
                    for (var k = 0; k < pixels; k++)
                        products += picture[(a * pixels) + k] * picture[(b * pixels) + k];
                    colours[(a * channels) + b] += products;
                }
            }
        }
        var total = (double)count * pixels;
        double[] mean = [.. sum.Select(s => s / count)];
        double[] channelMean = [.. Enumerable.Range(0, channels).Select(c => sum.AsSpan(c * pixels, pixels).ToArray().Sum() / total)];
        double Covariance(int a, int b) => (colours[(Math.Max(a, b) * channels) + Math.Min(a, b)] / total) - (channelMean[a] * channelMean[b]);
        var (colourValues, colourVectors) = Components(channels, (a, b) => Covariance(a, b) / (255 * 255));
        var (values, vectors) = (Array.Empty<double>(), Array.Empty<double>());
        if (components)
        {
            var covariance = Accumulate(count, size, i => [.. Read(i).Select((v, k) => (v - mean[k]) / 255)]);
            (values, vectors) = Components(size, (a, b) => covariance[Math.Max(a, b)][Math.Min(a, b)] / count);
        }
        return new DataStatistics((channels, data.Height, data.Width), Floats(mean), Floats(channelMean),
            [.. Enumerable.Range(0, channels).Select(c => (float)Math.Sqrt(Math.Max(0, Covariance(c, c))))],
            colourValues, colourVectors, Floats(values), Floats(vectors));
    }

    /// <summary>Everything, as a file keeps it.</summary>
    public IReadOnlyDictionary<string, TensorData> ToTensors() => new OrderedDictionary<string, TensorData>
    {
        [$"{Prefix}mean_image"] = new(new Shape(Channels, Height, Width), MeanImage),
        [$"{Prefix}channel_mean"] = new(new Shape(Channels), ChannelMean),
        [$"{Prefix}channel_deviation"] = new(new Shape(Channels), ChannelDeviation),
        [$"{Prefix}colour_values"] = new(new Shape(Channels), Floats(ColourValues)),
        [$"{Prefix}colour_vectors"] = new(new Shape(Channels, Channels), Floats(ColourVectors)),
        [$"{Prefix}values"] = new(new Shape(Values.Length), Values),
        [$"{Prefix}vectors"] = new(new Shape(Values.Length, Values.Length), Vectors),
    };

    /// <summary>What <see cref="ToTensors"/> gave; null where a file has none of it.</summary>
    /// <exception cref="InvalidDataException">Some of it is missing or of other sizes.</exception>
    public static DataStatistics? FromTensors(IReadOnlyDictionary<string, TensorData> tensors)
    {
        if (!tensors.TryGetValue($"{Prefix}mean_image", out var image))
            return null;
        TensorData Get(string name, int rank) => tensors.TryGetValue(Prefix + name, out var found) && found.Shape.Rank == rank
            ? found
            : throw new InvalidDataException($"The statistics of the training set lack {Prefix}{name}; take another checkpoint");
        double[] Doubles(string name, int rank) => Array.ConvertAll(Get(name, rank).Values, v => (double)v);
        if (image.Shape.Rank != 3 || Get("channel_mean", 1).Values.Length != image.Shape[0])
            throw new InvalidDataException("The statistics of the training set do not fit each other; take another checkpoint");
        return new DataStatistics((image.Shape[0], image.Shape[1], image.Shape[2]), image.Values, Get("channel_mean", 1).Values,
            Get("channel_deviation", 1).Values, Doubles("colour_values", 1), Doubles("colour_vectors", 2), Get("values", 1).Values,
            Get("vectors", 2).Values);
    }

    /// <summary>Numbers as a constant of a graph.</summary>
    internal Tensor Constant(Tensor of, string name, Shape shape, float[] values)
    {
        var key = (name, shape);
        lock (constants)
        {
            if (!constants.TryGetValue(key, out var parameter))
                constants[key] = parameter = new Parameter(Prefix + name, shape, values, requiresGrad: false);
            return of.Graph.Parameter(parameter);
        }
    }

    /// <summary>
    /// The matrix [size, kept] by which a centred picture of 0 to 1 is multiplied: the first <paramref name="kept"/> components divided by
    /// sqrt(eigenvalue + epsilon), and turned back into a picture where <paramref name="back"/>.
    /// </summary>
    internal float[] Whitening(int kept, float epsilon, bool back)
    {
        var size = Values.Length;
        var scaled = Matrix<double>.Build.Dense(size, kept, (i, k) => Vectors[(i * size) + k] / Math.Sqrt(Math.Max(0, Values[k]) + epsilon));
        if (back)
            scaled *= Matrix<double>.Build.Dense(size, kept, (i, k) => Vectors[(i * size) + k]).Transpose();
        var result = new float[size * scaled.ColumnCount];
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < scaled.ColumnCount; k++)
                result[(i * scaled.ColumnCount) + k] = (float)scaled[i, k];
        }
        return result;
    }

    /// <summary>Centred pictures of 0 to 1, as rows, times a matrix [size, kept].</summary>
    internal Tensor Project(Tensor images, float[] matrix, int kept)
    {
        var x = images.Shape;
        var mean = Constant(images, "mean image", new Shape(1, x[1], x[2], x[3]), MeanImage);
        return (images - mean).Scale(1f / 255).Reshape(x[0], Values.Length)
            .MatMul(images.Graph.Parameter(new Parameter($"{Prefix}whitening", new Shape(Values.Length, kept), matrix, requiresGrad: false)));
    }

    private readonly Dictionary<(string, Shape), Parameter> constants = [];

    private static float[] Floats(double[] values) => Array.ConvertAll(values, v => (float)v);

    // Eigenvalues of a symmetric matrix, largest first, and its eigenvectors as columns, the largest entry of each positive.
    private static (double[] Values, double[] Vectors) Components(int size, Func<int, int, double> matrix)
    {
        var found = Matrix<double>.Build.Dense(size, size, matrix).Evd(Symmetricity.Symmetric);
        var (values, vectors) = (new double[size], new double[size * size]);
        for (var k = 0; k < size; k++)
        {
            var column = found.EigenVectors.Column(size - 1 - k);
            var sign = Math.Sign(column[column.AbsoluteMaximumIndex()]);
            values[k] = found.EigenValues[size - 1 - k].Real;
            for (var i = 0; i < size; i++)
                vectors[(i * size) + k] = sign * column[i];
        }
        return (values, vectors);
    }

    // The lower half of the sum of outer products.
    private static double[][] Accumulate(int count, int size, Func<int, double[]> read)
    {
        double[][] rows = [.. Enumerable.Range(0, size).Select(i => new double[i + 1])];
        for (var n = 0; n < count; n++)
        {
            var x = read(n);
            for (var i = 0; i < size; i++)
            {
                if (x[i] == 0)
                    continue;
                var (row, factor, k) = (rows[i], new Lanes(x[i]), 0);
                for (; k + Lanes.Count <= row.Length; k += Lanes.Count)
                    (new Lanes(row, k) + (factor * new Lanes(x, k))).CopyTo(row, k);
                for (; k < row.Length; k++)
                    row[k] += x[i] * x[k];
            }
        }
        return rows;
    }
}
