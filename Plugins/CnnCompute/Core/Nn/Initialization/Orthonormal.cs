// Random matrices with orthonormal rows or columns, by Householder's reflections.
namespace CnnCompute;

/// <summary>Orthogonal weights as torch.nn.init.orthogonal_ makes them, computed in double.</summary>
internal static class Orthonormal
{
    /// <summary>
    /// A weight as a matrix [outputs, everything else] with orthonormal rows, or columns where there are fewer, times <paramref name="gain"/>.
    /// </summary>
    public static float[] Weight(Philox random, Shape shape, double gain)
    {
        int rows = shape[0], columns = (int)(shape.Count / shape[0]);
        var (tall, narrow) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var normal = Init.Normal(random, shape.Count, 1);
        var vectors = Columns(Array.ConvertAll(normal, v => (double)v), tall, narrow);
        var values = new float[shape.Count];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                values[(row * columns) + column] = (float)(gain * (rows < columns ? vectors[(row * tall) + column] : vectors[(column * tall) + row]));
        }
        return values;
    }

    /// <summary>
    /// Q of the decomposition a = QR with a positive diagonal of R, which makes Q uniform over all such matrices (Mezzadri, 2007). Matrices lie
    /// column after column.
    /// </summary>
    /// <param name="a">The matrix, overwritten by the reflections.</param>
    /// <param name="rows">No fewer than the columns.</param>
    /// <param name="columns">How many orthonormal columns.</param>
    internal static double[] Columns(double[] a, int rows, int columns)
    {
        var (scale, negative) = (new double[columns], new bool[columns]);
        for (var k = 0; k < columns; k++)
        {
            var v = a.AsSpan((k * rows) + k, rows - k);
            var norm = Math.Sqrt(Dot(v, v));
            negative[k] = v[0] > 0;
            // The reflection sends v to -sign(v0)·norm·e, which loses no digits.
            v[0] += negative[k] ? norm : -norm;
            var square = Dot(v, v);
            scale[k] = square > 0 ? 2 / square : 0;
            for (var j = k + 1; j < columns; j++)
                Reflect(a.AsSpan((j * rows) + k, rows - k), v, scale[k]);
        }
        var q = new double[a.Length];
        for (var j = 0; j < columns; j++)
        {
            q[(j * rows) + j] = negative[j] ? -1 : 1;
            for (var k = j; k >= 0; k--)
                Reflect(q.AsSpan((j * rows) + k, rows - k), a.AsSpan((k * rows) + k, rows - k), scale[k]);
        }
        return q;
    }

    private static void Reflect(Span<double> x, ReadOnlySpan<double> v, double scale)
    {
        var share = scale * Dot(x, v);
        for (var i = 0; i < x.Length; i++)
            x[i] -= share * v[i];
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
