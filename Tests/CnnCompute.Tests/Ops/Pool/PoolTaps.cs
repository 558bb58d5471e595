// Naive pooling windows, for the references of all pools.
namespace CnnCompute.Tests;

/// <summary>One window: its output, the input elements of its taps row by row, and how many taps lie inside the padded input.</summary>
internal readonly record struct PoolTaps(int Output, (int Index, int H, int W)[] Inside, int Padded)
{
    /// <summary>Every window of a pool from <paramref name="x"/> to <paramref name="y"/>.</summary>
    public static IEnumerable<PoolTaps> Of(PoolWindow p, Shape x, Shape y)
    {
        foreach (var o in Places.Of(y))
        {
            var (rows, columns) = (Axis(o[2], p.Bins.H, x[2], p.Kernel.H, p.Stride.H, p.Padding.H, p.Dilation.H),
                Axis(o[3], p.Bins.W, x[3], p.Kernel.W, p.Stride.W, p.Padding.W, p.Dilation.W));
            var taps = rows.SelectMany(h => columns.Select(w => (H: h, W: w))).ToArray();
            yield return new PoolTaps(Places.At(y, o),
                [.. taps.Where(t => t.H >= 0 && t.H < x[2] && t.W >= 0 && t.W < x[3]).Select(t => (Places.At(x, [o[0], o[1], t.H, t.W]), t.H, t.W))],
                taps.Count(t => t.H < x[2] + p.End.H && t.W < x[3] + p.End.W));
        }
    }

    private static int[] Axis(int o, int bins, int size, int kernel, int stride, int padding, int dilation)
    {
        if (bins == 0)
            return [.. Enumerable.Range(0, kernel).Select(k => o * stride - padding + k * dilation)];
        int first = (int)Math.Floor((double)o * size / bins), end = (int)Math.Ceiling((o + 1.0) * size / bins);
        return [.. Enumerable.Range(first, end - first)];
    }
}
