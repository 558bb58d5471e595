// A picture in the program's own memory that pictures and text are drawn on.
namespace Engine;

/// <summary>Encoded RGBA bytes, opaque, for what is written to files: labelled sheets, legends. Scenes draw on the device instead.</summary>
public sealed class Canvas
{
    private static readonly Lazy<Font> Letters = new(() => new Font());

    /// <summary>A canvas of one colour.</summary>
    public Canvas(int width, int height, (byte R, byte G, byte B) colour = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        (Width, Height, Pixels) = (width, height, new byte[width * height * 4]);
        Fill(0, 0, width, height, colour);
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Four bytes a pixel, rows from the top.</summary>
    public byte[] Pixels { get; }

    /// <summary>Colours a rectangle; what lies outside is cut off, as by all methods.</summary>
    public void Fill(int x, int y, int width, int height, (byte R, byte G, byte B) colour)
    {
        for (var row = Math.Max(y, 0); row < Math.Min(y + height, Height); row++)
        {
            for (var column = Math.Max(x, 0); column < Math.Min(x + width, Width); column++)
                Set(column, row, colour);
        }
    }

    /// <summary>Draws a picture of RGBA bytes, each pixel <paramref name="scale"/> pixels wide and high; transparent ones are mixed in.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not that of the picture.</exception>
    public void Draw(ReadOnlySpan<byte> rgba, int width, int height, int x, int y, int scale = 1)
    {
        if (rgba.Length != width * height * 4)
            throw new ArgumentException($"{rgba.Length} bytes are no {width}×{height} picture of RGBA", nameof(rgba));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        for (var row = Math.Max(y, 0); row < Math.Min(y + (height * scale), Height); row++)
        {
            for (var column = Math.Max(x, 0); column < Math.Min(x + (width * scale), Width); column++)
            {
                var from = rgba.Slice(((((row - y) / scale) * width) + ((column - x) / scale)) * 4, 4);
                Mix(column, row, (from[0], from[1], from[2]), from[3] / 255f);
            }
        }
    }

    /// <summary>Width in pixels of a line of text whose letters are <paramref name="size"/> pixels high (an em).</summary>
    public static float Measure(ReadOnlySpan<char> text, float size, bool bold = false) => Letters.Value.Measure(text, bold) * size;

    /// <summary>
    /// Writes a line of text; <paramref name="y"/> is the top of its capitals. Characters that the font lacks appear as question marks.
    /// </summary>
    public void Write(
        ReadOnlySpan<char> text, float x, float y, float size, (byte R, byte G, byte B) colour, TextAlign align = TextAlign.Left, bool bold = false)
    {
        var font = Letters.Value;
        if (align != TextAlign.Left)
            x -= Measure(text, size, bold) * (align == TextAlign.Centre ? 0.5f : 1);
        var (perUnit, baseline) = (size / Font.Em, MathF.Round(y + (Font.Ascent * size)));
        foreach (var c in text)
        {
            var glyph = font[c, bold];
            if (glyph.Width > 0)
                Glyph(font, glyph, x + (glyph.OffsetX * perUnit), baseline + (glyph.OffsetY * perUnit), perUnit, colour);
            x += glyph.Advance * perUnit;
        }
    }

    /// <summary>Writes a PNG file.</summary>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public void Save(string path) => PngFile.Write(path, Width, Height, Pixels);

    // As Shaders/Draw/glyph.frag: the field's distance to the outline, in pixels, is the coverage.
    private void Glyph(Font font, Font.Glyph glyph, float left, float top, float perUnit, (byte R, byte G, byte B) colour)
    {
        for (var y = (int)MathF.Floor(top); y < top + (glyph.Height * perUnit); y++)
        {
            for (var x = (int)MathF.Floor(left); x < left + (glyph.Width * perUnit); x++)
            {
                float u = (x + 0.5f - left) / perUnit, v = (y + 0.5f - top) / perUnit;
                if (x < 0 || y < 0 || x >= Width || y >= Height || u < 0 || v < 0 || u > glyph.Width || v > glyph.Height)
                    continue;
                var distance = (Sample(font, glyph.X + u - 0.5f, glyph.Y + v - 0.5f) - (128f / 255)) * Font.FieldPixels * perUnit;
                Mix(x, y, colour, Math.Clamp(distance + 0.5f, 0, 1));
            }
        }
    }

    private static float Sample(Font font, float x, float y)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        float right = x - left, below = y - top;
        float At(int column, int row) =>
            font.Pixels[((Math.Clamp(row, 0, font.Height - 1) * font.Width) + Math.Clamp(column, 0, font.Width - 1)) * 4] / 255f;
        return (((At(left, top) * (1 - right)) + (At(left + 1, top) * right)) * (1 - below))
            + (((At(left, top + 1) * (1 - right)) + (At(left + 1, top + 1) * right)) * below);
    }

    private void Set(int x, int y, (byte R, byte G, byte B) colour)
    {
        var at = ((y * Width) + x) * 4;
        (Pixels[at], Pixels[at + 1], Pixels[at + 2], Pixels[at + 3]) = (colour.R, colour.G, colour.B, 255);
    }

    private void Mix(int x, int y, (byte R, byte G, byte B) colour, float share)
    {
        if (share <= 0)
            return;
        var at = ((y * Width) + x) * 4;
        byte Between(byte from, byte to) => (byte)MathF.Round(from + ((to - from) * share));
        Set(x, y, (Between(Pixels[at], colour.R), Between(Pixels[at + 1], colour.G), Between(Pixels[at + 2], colour.B)));
    }
}
