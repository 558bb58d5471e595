// Resizing of bytes by the areas that pixels cover.
namespace Engine;

/// <summary>Each pixel of the result is the mean of what it covers of the source, parts of pixels by their share.</summary>
internal static class AreaResampling
{
    /// <summary>The picture with its longer side at most <paramref name="maxSide"/>, and no side below one pixel.</summary>
    internal static (int Width, int Height, byte[] Rgba) Within(int width, int height, byte[] rgba, int maxSide)
    {
        var scale = Math.Min(1, (double)maxSide / Math.Max(width, height));
        var (newWidth, newHeight) = (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
        return (newWidth, newHeight, Resize(width, height, rgba, 4, newWidth, newHeight));
    }

    /// <summary>Resizes interleaved bytes; the given ones themselves where the size is the same.</summary>
    internal static byte[] Resize(int width, int height, byte[] pixels, int channels, int newWidth, int newHeight)
    {
        if (width == newWidth && height == newHeight)
            return pixels;
        var result = new byte[(long)newWidth * newHeight * channels];
        var columns = Shares(width, newWidth);
        var rows = Shares(height, newHeight);
        Span<double> sums = stackalloc double[channels];
        for (var y = 0; y < newHeight; y++)
        {
            for (var x = 0; x < newWidth; x++)
            {
                sums.Clear();
                for (var j = 0; j < rows[y].Weights.Length; j++)
                {
                    for (var i = 0; i < columns[x].Weights.Length; i++)
                    {
                        var weight = rows[y].Weights[j] * columns[x].Weights[i];
                        var at = (((rows[y].First + j) * width) + columns[x].First + i) * channels;
                        for (var c = 0; c < channels; c++)
                            sums[c] += weight * pixels[at + c];
                    }
                }
                for (var c = 0; c < channels; c++)
                    result[((((long)y * newWidth) + x) * channels) + c] = (byte)Math.Clamp(Math.Round(sums[c]), 0, 255);
            }
        }
        return result;
    }

    // The source pixels under each pixel of the result, and their shares, whose sum is one.
    private static (int First, double[] Weights)[] Shares(int size, int newSize)
    {
        var scale = (double)size / newSize;
        var shares = new (int, double[])[newSize];
        for (var n = 0; n < newSize; n++)
        {
            double from = n * scale, to = (n + 1) * scale;
            var first = Math.Min((int)from, size - 1);
            var weights = new double[Math.Max(1, Math.Min(size, (int)Math.Ceiling(to)) - first)];
            for (var i = 0; i < weights.Length; i++)
                weights[i] = Math.Max(0, Math.Min(to, first + i + 1) - Math.Max(from, first + i)) / scale;
            if (weights.Length == 1)
                weights[0] = 1;
            shares[n] = (first, weights);
        }
        return shares;
    }
}
