// Emoji as pictures, from the system's colour font.
using SkiaSharp;

namespace CnnCompute;

/// <summary>Noto Color Emoji (SIL Open Font License), as Debian's fonts-noto-color-emoji installs it.</summary>
internal sealed class EmojiFont : IDisposable
{
    private const string File = "NotoColorEmoji.ttf";
    private static readonly string[] Folders =
    [
        "/usr/share/fonts", "/usr/local/share/fonts",
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "fonts"),
    ];

    private readonly SKTypeface face;

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">It is not installed; the message says how to.</exception>
    public EmojiFont()
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        var path = Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, File, options)).FirstOrDefault()
            ?? throw new FileNotFoundException(
                $"source emoji: the font {File} is not installed; apt-get install fonts-noto-color-emoji brings it", File);
        face = SKTypeface.FromFile(path) ?? throw new IOException($"source emoji: {path} is no font that can be read");
    }

    /// <summary>
    /// An emoji as RGBA bytes with straight alpha, <paramref name="side"/> pixels square, drawn as large as it fits. Where nothing is drawn the
    /// colour is that of the nearest drawn pixel, so that edges of enlarged pictures have no dark seam.
    /// </summary>
    /// <exception cref="IOException">The font has no picture of it.</exception>
    public byte[] Draw(string emoji, int side)
    {
        using var font = new SKFont(face, 109);
        var glyph = font.GetGlyph(char.ConvertToUtf32(emoji, 0));
        if (glyph == 0)
            throw new IOException($"source emoji: the font {File} has no picture of {emoji}; install fonts-noto-color-emoji of this release");
        font.MeasureText([glyph], out var bounds);
        using var bitmap = new SKBitmap(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Premul));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Transparent);
            var scale = (side - 2) / Math.Max(bounds.Width, bounds.Height);
            canvas.Translate(side / 2f, side / 2f);
            canvas.Scale(scale);
            canvas.Translate(-bounds.MidX, -bounds.MidY);
            using var text = SKTextBlob.Create(emoji, font);
            canvas.DrawText(text, 0, 0, new SKPaint { IsAntialias = true });
        }
        var pixels = bitmap.GetPixelSpan().ToArray();
        Unmultiply(pixels);
        Bleed(pixels, side);
        return pixels;
    }

    /// <inheritdoc/>
    public void Dispose() => face.Dispose();

    private static void Unmultiply(Span<byte> pixels)
    {
        for (var p = 0; p < pixels.Length; p += 4)
        {
            if (pixels[p + 3] is > 0 and < 255 and var alpha)
            {
                for (var c = 0; c < 3; c++)
                    pixels[p + c] = (byte)Math.Min(255, ((pixels[p + c] * 255) + (alpha / 2)) / alpha);
            }
        }
    }

    // One pixel is as far as a bilinear look reaches.
    private static void Bleed(Span<byte> pixels, int side)
    {
        var before = pixels.ToArray();
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var to = ((y * side) + x) * 4;
                if (before[to + 3] > 0)
                    continue;
                for (var n = 0; n < 9; n++)
                {
                    int nx = x + (n % 3) - 1, ny = y + (n / 3) - 1;
                    if (nx < 0 || ny < 0 || nx >= side || ny >= side || before[(((ny * side) + nx) * 4) + 3] == 0)
                        continue;
                    before.AsSpan(((ny * side) + nx) * 4, 3).CopyTo(pixels[to..]);
                    break;
                }
            }
        }
    }
}
