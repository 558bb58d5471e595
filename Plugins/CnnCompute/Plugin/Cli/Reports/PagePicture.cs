// Small pictures inside a page.
using SkiaSharp;

namespace CnnCompute;

/// <summary>Pictures as data that stands in the page itself.</summary>
internal static class PagePicture
{
    private const int MostFilters = 96, FilterColumns = 16;

    /// <summary>A PNG file of a picture of bytes, channels interleaved: 1 grey, 3 RGB or 4 RGBA.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not that of the picture.</exception>
    public static byte[] Png(ReadOnlySpan<byte> pixels, int width, int height, int channels)
    {
        if (width <= 0 || height <= 0 || channels is not (1 or 3 or 4) || pixels.Length != width * height * channels)
            throw new ArgumentException($"{pixels.Length} bytes are no {width}×{height} picture of {channels} channels", nameof(pixels));
        var rgba = new byte[width * height * 4];
        for (var i = 0; i < width * height; i++)
        {
            for (var c = 0; c < 4; c++)
                rgba[(i * 4) + c] = c == 3 && channels < 4 ? byte.MaxValue : pixels[(i * channels) + (channels == 1 ? 0 : c)];
        }
        using var image = SKImage.FromPixelCopy(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul), rgba);
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>The same as the address of an img element.</summary>
    public static string Address(ReadOnlySpan<byte> pixels, int width, int height, int channels) =>
        $"data:image/png;base64,{Convert.ToBase64String(Png(pixels, width, height, channels))}";

    /// <summary>
    /// Filters [O,C,H,W] side by side with a pixel between them: in colour where they have three channels, else each channel grey. Each is as bright
    /// as its own largest weight allows, and 0 is the middle.
    /// </summary>
    /// <exception cref="ShapeException">They are no filters of pictures.</exception>
    public static (int Width, int Height, byte[] Rgba) Filters(TensorData filters)
    {
        var shape = filters.Shape;
        if (shape.Rank != 4)
            throw new ShapeException($"Filters are [O,C,H,W], not {shape}");
        var (height, width, colour) = (shape[2], shape[3], shape[1] == 3);
        var (plane, channels) = (height * width, colour ? 3 : 1);
        var count = Math.Min(MostFilters, colour ? shape[0] : shape[0] * shape[1]);
        var (columns, rows) = (Math.Min(FilterColumns, count), (count + FilterColumns - 1) / FilterColumns);
        var (wide, high) = ((columns * (width + 1)) - 1, (rows * (height + 1)) - 1);
        var rgba = new byte[wide * high * 4];
        for (var n = 0; n < count; n++)
        {
            var values = filters.Values.AsSpan(n * plane * channels, plane * channels);
            var (left, top, most) = (n % FilterColumns * (width + 1), n / FilterColumns * (height + 1), 1e-12f);
            foreach (var value in values)
                most = Math.Max(most, float.IsFinite(value) ? Math.Abs(value) : 0);
            for (var i = 0; i < plane; i++)
            {
                var at = (((top + (i / width)) * wide) + left + (i % width)) * 4;
                for (var c = 0; c < 3; c++)
                {
                    var value = values[((colour ? c : 0) * plane) + i] / most;
                    rgba[at + c] = float.IsNaN(value) ? (byte)0 : (byte)MathF.Round(Math.Clamp(127.5f + (127.5f * value), 0, 255));
                }
                rgba[at + 3] = 255;
            }
        }
        return (wide, high, rgba);
    }
}
