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
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(newWidth);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(newHeight);
        return Bilinear(pixels, width, height, channels, (newWidth, 0, newWidth), (newHeight, 0, newHeight));
    }

    /// <summary>A part of the resized picture, the same bytes, without making the rest.</summary>
    /// <param name="pixels">height × width × channels.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="channels">Bytes of a pixel.</param>
    /// <param name="columns">Columns of the whole result; the first one wanted, and how many.</param>
    /// <param name="rows">Rows of the whole result; the first one wanted, and how many.</param>
    public static byte[] Bilinear(ReadOnlySpan<byte> pixels, int width, int height, int channels,
        (long Whole, long First, int Count) columns, (long Whole, long First, int Count) rows)
    {
        if (pixels.Length != (long)width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes for a picture of {width}x{height}x{channels}", nameof(pixels));
        // Each of the rows that count is a line of `width` pixels; then each column is one of theirs.
        var down = new Axis(height, rows);
        var used = pixels.Slice(down.From * width * channels, down.Length * width * channels);
        var across = new Axis(width, columns);
        var wide = across.IsWhole ? used.ToArray() : Along(used, lines: down.Length, across, 0, channels, lineStride: width * channels,
            newLineStride: columns.Count * channels, step: channels);
        return down.IsWhole ? wide : Along(wide, lines: columns.Count, down, down.From, channels, lineStride: channels, newLineStride: channels,
            step: columns.Count * channels);
    }

    private static byte[] Along(ReadOnlySpan<byte> source, int lines, Axis axis, int from, int channels, int lineStride, int newLineStride, int step)
    {
        var result = new byte[lines * axis.Count * channels];
        double scale = axis.Scale, support = Math.Max(scale, 1);
        var weights = new int[((int)Math.Ceiling(support) * 2) + 1];
        for (var at = 0; at < axis.Count; at++)
        {
            var (first, count) = Weights(axis.First + at, axis.Size, scale, support, weights);
            first -= from;
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

    /// <summary>One direction of a picture: its size, and the part of its new size that is wanted.</summary>
    private readonly struct Axis
    {
        public Axis(int size, (long Whole, long First, int Count) wanted)
        {
            (Size, First, Count) = (size, wanted.First, wanted.Count);
            Scale = (double)size / wanted.Whole;
            IsWhole = wanted == (size, 0, size);
            var support = Math.Max(Scale, 1);
            From = Math.Max(0, (int)(((First + 0.5) * Scale) - support + 0.5));
            Length = Math.Min(size, (int)(((First + Count - 0.5) * Scale) + support + 0.5)) - From;
        }

        public int Size { get; }

        public long First { get; }

        public int Count { get; }

        public double Scale { get; }

        /// <summary>Whether nothing changes.</summary>
        public bool IsWhole { get; }

        /// <summary>The first source pixel that counts.</summary>
        public int From { get; }

        /// <summary>How many of them count.</summary>
        public int Length { get; }
    }

    // The source pixels under output pixel `at`, and their weights, whose sum is one.
    private static (int First, int Count) Weights(long at, int size, double scale, double support, int[] weights)
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
