// Resizing of pictures on the CPU, bit for bit as Pillow does it.
namespace CnnCompute;

/// <summary>
/// Pillow's Image.resize with BILINEAR (a triangle filter that grows when shrinking, so that nothing aliases): first along rows, then along columns,
/// 8 bits between, weights of 22 bits (libImaging/Resample.c describes the method).
/// </summary>
public static class Resampling
{
    private const int Bits = 22;

    /// <summary>Resizes interleaved bytes.</summary>
    /// <param name="pixels">height × width × channels.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Bytes of a pixel.</param>
    /// <param name="newWidth">Columns of the result.</param>
    /// <param name="newHeight">Rows of the result.</param>
    public static byte[] Bilinear(ReadOnlySpan<byte> pixels, int width, int height, int channels, int newWidth, int newHeight)
    {
        if (pixels.Length != width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes for a picture of {width}x{height}x{channels}", nameof(pixels));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(newWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(newHeight);
        // Each row is a line of `width` pixels; then each column is one of `height`.
        var wide = width == newWidth
            ? pixels.ToArray()
            : Along(pixels, lines: height, width, newWidth, channels, lineStride: width * channels, newLineStride: newWidth * channels,
                step: channels);
        return height == newHeight
            ? wide
            : Along(wide, lines: newWidth, height, newHeight, channels, lineStride: channels, newLineStride: channels, step: newWidth * channels);
    }

    private static byte[] Along(
        ReadOnlySpan<byte> source, int lines, int size, int newSize, int channels, int lineStride, int newLineStride, int step)
    {
        var result = new byte[lines * newSize * channels];
        double scale = (double)size / newSize, support = Math.Max(scale, 1);
        var weights = new int[((int)Math.Ceiling(support) * 2) + 1];
        for (var at = 0; at < newSize; at++)
        {
            var (first, count) = Weights(at, size, scale, support, weights);
            for (var line = 0; line < lines; line++)
            {
                for (var c = 0; c < channels; c++)
                {
                    var sum = 1 << (Bits - 1);
                    for (var i = 0; i < count; i++)
                        sum += source[(line * lineStride) + ((first + i) * step) + c] * weights[i];
                    result[(line * newLineStride) + (at * step) + c] = (byte)Math.Clamp(sum >> Bits, 0, 255);
                }
            }
        }
        return result;
    }

    // The source pixels under output pixel `at`, and their weights, whose sum is one.
    private static (int First, int Count) Weights(int at, int size, double scale, double support, int[] weights)
    {
        var centre = (at + 0.5) * scale;
        int first = Math.Max(0, (int)(centre - support + 0.5)), count = Math.Min(size, (int)(centre + support + 0.5)) - first;
        var exact = count <= 256 ? stackalloc double[count] : new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            sum += exact[i] = Math.Max(0, 1 - Math.Abs((first + i - centre + 0.5) / support));
        for (var i = 0; i < count; i++)
            weights[i] = (int)(0.5 + (exact[i] / sum * (1 << Bits)));
        return (first, count);
    }
}
