// A picture file as a network's input.
using Engine;

namespace CnnCompute;

/// <summary>A picture of interleaved bytes, of which red, green and blue count.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgba">Four bytes a pixel, rows from the top.</param>
public sealed record Photograph(int Width, int Height, byte[] Rgba)
{
    /// <summary>Reads what <see cref="PictureFile"/> reads: upright, and upon white where it is transparent.</summary>
    /// <exception cref="IOException">The file is missing or is no picture.</exception>
    public static Photograph Load(string path)
    {
        var (width, height, rgba) = PictureFile.Read(path);
        return new Photograph(width, height, rgba);
    }

    /// <summary>
    /// Itself where it has the wanted size; otherwise the shorter side resized to round(size * 256/224) and the centre cut out, the steps by which
    /// ImageNet's classifiers are evaluated.
    /// </summary>
    public Photograph Fit(int size)
    {
        if (Width == size && Height == size)
            return this;
        var shorter = (int)Math.Round(size * 256 / 224.0);
        long width = Scaled(Width, shorter), height = Scaled(Height, shorter);
        // Only what is kept is made: of a picture 60000 × 1 the rest would be 15 million columns.
        return new Photograph(size, size,
            Resampling.Bilinear(Rgba, Width, Height, 4, (width, (width - size) / 2, size), (height, (height - size) / 2, size)));
    }

    /// <summary>
    /// Normalised planes [channels,H,W]: three in the norm's order of colours, or one of Rec. 601 grey in Pillow's rounding; a fourth is how opaque
    /// the picture is: 0..255 where colours are about that large, else 0..1.
    /// </summary>
    public float[] Planes(int channels, PixelNorm norm)
    {
        var count = Width * Height;
        var planes = new float[channels * count];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < channels; c++)
            {
                var colour = norm.IsBgr && channels > 1 && c < 3 ? 2 - c : c;
                var value = channels == 1 ? Grey(Rgba.AsSpan(i * 4)) : Rgba[(i * 4) + colour];
                var (scale, shift) = c < 3 ? norm[colour] : (norm.OfOpacity, 0);
                planes[(c * count) + i] = (value * scale) + shift;
            }
        }
        return planes;
    }

    internal static int Grey(ReadOnlySpan<byte> rgba) => ((rgba[0] * 19595) + (rgba[1] * 38470) + (rgba[2] * 7471) + 0x8000) >> 16;

    // The shorter side exactly, the longer one rounded.
    private long Scaled(int side, int shorter) =>
        side == Math.Min(Width, Height) ? shorter : (long)Math.Round((double)side * shorter / Math.Min(Width, Height));
}
