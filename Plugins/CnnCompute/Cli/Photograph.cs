// A picture file as a network's input.
using StbImageSharp;

namespace CnnCompute;

/// <summary>An RGB picture of interleaved bytes.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rgb">Rows from the top.</param>
internal sealed record Photograph(int Width, int Height, byte[] Rgb)
{
    /// <summary>Reads PNG, JPEG, BMP, GIF or TGA; transparency is dropped.</summary>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no picture.</exception>
    public static Photograph Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file", path);
        var bytes = File.ReadAllBytes(path);
        try
        {
            var image = ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlue);
            return new Photograph(image.Width, image.Height, image.Data);
        }
        // The decoder throws many kinds on damaged files; each means the same to the user.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidDataException($"{path}: no picture that can be read ({e.Message}); PNG, JPEG, BMP, GIF and TGA can", e);
        }
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
        int width = Scaled(Width, shorter), height = Scaled(Height, shorter);
        var resized = Resampling.Bilinear(Rgb, Width, Height, 3, width, height);
        int left = (width - size) / 2, top = (height - size) / 2;
        var crop = new byte[size * size * 3];
        for (var y = 0; y < size; y++)
            resized.AsSpan((((top + y) * width) + left) * 3, size * 3).CopyTo(crop.AsSpan(y * size * 3));
        return new Photograph(size, size, crop);
    }

    /// <summary>Normalised planes [channels,H,W]: three of RGB, or one of Rec. 601 grey in Pillow's rounding.</summary>
    public float[] Planes(int channels, PixelNorm norm)
    {
        var count = Width * Height;
        var planes = new float[channels * count];
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < channels; c++)
            {
                var value = channels == 1 ? ((Rgb[i * 3] * 19595) + (Rgb[(i * 3) + 1] * 38470) + (Rgb[(i * 3) + 2] * 7471) + 0x8000) >> 16 : Rgb[(i * 3) + c];
                planes[(c * count) + i] = (value * norm[c].Scale) + norm[c].Shift;
            }
        }
        return planes;
    }

    // The shorter side exactly, the longer one rounded.
    private int Scaled(int side, int shorter) => side == Math.Min(Width, Height) ? shorter : (int)Math.Round((double)side * shorter / Math.Min(Width, Height));
}
