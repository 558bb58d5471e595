// Pictures side by side with captions, as one file.
using Engine;

namespace CnnCompute;

/// <summary>
/// Rows of pictures, each with a caption below. Every cell is as wide as the widest picture; smaller pictures are enlarged by whole numbers, so that
/// their pixels stay what they are, and lie in the middle.
/// </summary>
/// <param name="columns">Pictures in a row; 0 for one row up to six, then for about as many columns as rows.</param>
/// <param name="title">A line above all; none when empty.</param>
/// <param name="textSize">Height of a line of text in pixels.</param>
public sealed class ContactSheet(int columns = 0, string title = "", int textSize = 15)
{
    private const int LeastSide = 144, Margin = 10, MostInARow = 6;
    private static readonly (byte, byte, byte) Paper = (24, 26, 30), Ink = (232, 232, 228);
    private readonly List<(string Caption, int Width, int Height, byte[] Rgba)> cells = [];

    /// <summary>How many pictures it holds.</summary>
    public int Count => cells.Count;

    /// <summary>Adds a picture of RGBA bytes. Captions are broken between words (and at line breaks) where they are too long.</summary>
    /// <exception cref="ArgumentException">The number of bytes is not that of the picture.</exception>
    public void Add(string caption, int width, int height, byte[] rgba)
    {
        if (width <= 0 || height <= 0 || rgba.Length != width * height * 4)
            throw new ArgumentException($"{rgba.Length} bytes are no {width}×{height} picture of RGBA", nameof(rgba));
        cells.Add((caption, width, height, rgba));
    }

    /// <summary>Adds a picture [3,height,width] of 0..1, or a grey one [1,height,width].</summary>
    /// <exception cref="ArgumentException">The number of values is that of neither.</exception>
    public void Add(string caption, int width, int height, ReadOnlySpan<float> planes) => Add(caption, width, height, Rgba(planes, width, height));

    /// <summary>
    /// Bytes of a picture [3,height,width] of 0..1, or a grey one [1,height,width], rounded; what lies beyond is clamped, NaN is black.
    /// </summary>
    /// <exception cref="ArgumentException">The number of values is that of neither.</exception>
    public static byte[] Rgba(ReadOnlySpan<float> planes, int width, int height)
    {
        var count = width * height;
        if (count <= 0 || (planes.Length != count * 3 && planes.Length != count))
            throw new ArgumentException($"{planes.Length} values are no {width}×{height} picture of three channels or one", nameof(planes));
        var (rgba, stride) = (new byte[count * 4], planes.Length == count ? 0 : count);
        for (var i = 0; i < count; i++)
        {
            for (var c = 0; c < 3; c++)
                rgba[(i * 4) + c] = (byte)MathF.Round(Math.Clamp(planes[(c * stride) + i], 0, 1) * 255);
            rgba[(i * 4) + 3] = 255;
        }
        return rgba;
    }

    /// <summary>Draws it.</summary>
    /// <exception cref="InvalidOperationException">It holds no picture.</exception>
    public Canvas Draw()
    {
        if (cells.Count == 0)
            throw new InvalidOperationException("A sheet without pictures cannot be drawn");
        var across = Math.Min(
            columns > 0 ? columns : cells.Count <= MostInARow ? cells.Count : (int)Math.Ceiling(Math.Sqrt(cells.Count)), cells.Count);
        var (width, height) = (cells.Max(c => Math.Max(LeastSide, c.Width * Scale(c.Width, c.Height))),
            cells.Max(c => c.Height * Scale(c.Width, c.Height)));
        var captions = cells.Select(c => Lines(c.Caption, width, textSize)).ToArray();
        var line = (int)MathF.Ceiling(textSize * 1.25f);
        int[] rows = [.. captions.Chunk(across).Select(row => height + (row.Max(c => c.Count) * line) + (2 * Margin))];
        var sheetWidth = (across * (width + Margin)) + Margin;
        var heading = title.Length == 0 ? [] : Lines(title, sheetWidth - (2 * Margin), textSize * 1.2f);
        var top = Margin + (heading.Count == 0 ? 0 : (heading.Count * (int)(line * 1.2f)) + Margin);
        var canvas = new Canvas(sheetWidth, top + rows.Sum(), Paper);
        foreach (var (i, text) in heading.Index())
            canvas.Write(text, Margin, Margin + (i * (int)(line * 1.2f)), textSize * 1.2f, Ink, bold: true);
        foreach (var (i, (_, w, h, rgba)) in cells.Index())
        {
            var (scale, left, y) = (Scale(w, h), Margin + (i % across * (width + Margin)), top + rows.Take(i / across).Sum());
            canvas.Draw(rgba, w, h, left + ((width - (w * scale)) / 2), y + ((height - (h * scale)) / 2), scale);
            foreach (var (n, text) in captions[i].Index())
                canvas.Write(text, left + (width / 2f), y + height + (Margin / 2) + (n * line), textSize, Ink, TextAlign.Centre);
        }
        return canvas;
    }

    /// <summary>Writes it as a PNG file.</summary>
    /// <exception cref="InvalidOperationException">It holds no picture.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public void Save(string path) => Draw().Save(path);

    // To the common size in whole steps, at least LeastSide.
    private int Scale(int width, int height)
    {
        var (widest, highest) = (Math.Max(LeastSide, cells.Max(c => c.Width)), Math.Max(LeastSide, cells.Max(c => c.Height)));
        return Math.Max(1, Math.Min(widest / width, highest / height));
    }

    // A word that is wider than a line is cut.
    private static List<string> Lines(string caption, int width, float size)
    {
        var lines = new List<string>();
        foreach (var paragraph in caption.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var rest = word;
                if (line.Length > 0 && Canvas.Measure($"{line} {rest}", size) <= width)
                {
                    line = $"{line} {rest}";
                    continue;
                }
                if (line.Length > 0)
                    lines.Add(line);
                while (Canvas.Measure(rest, size) > width && rest.Length > 1)
                {
                    var fits = Enumerable.Range(1, rest.Length).Last(n => n == 1 || Canvas.Measure(rest.AsSpan(0, n), size) <= width);
                    lines.Add(rest[..fits]);
                    rest = rest[fits..];
                }
                line = rest;
            }
            lines.Add(line);
        }
        return lines;
    }
}
