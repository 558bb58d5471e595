// A folder of photographs as a stream, one after the other; or one photograph that stays.
namespace Engine;

/// <summary>
/// Shows the pictures of a folder (what <see cref="PictureFile"/> reads) in the order of their names, for ever; each is scaled to cover the frame. A
/// file that cannot be read is named once and left out.
/// </summary>
public sealed class ImageFolder : FrameSource
{
    private readonly string folder;
    private readonly List<string> files;
    private int next;

    /// <summary>Streams the pictures in <paramref name="folder"/>, which may be a picture itself, <paramref name="rate"/> a second.</summary>
    /// <exception cref="IOException">The folder does not exist or holds no picture.</exception>
    public ImageFolder(string folder, int width, int height, double rate = 0.5) : base(width, height, rate)
    {
        this.folder = folder;
        if (!Directory.Exists(folder) && !File.Exists(folder))
            throw new DirectoryNotFoundException($"there is no folder {folder}; name one that holds pictures");
        files = File.Exists(folder) ? [folder] : [.. Directory.GetFiles(folder)
            .Where(PictureFile.IsNamedAsPicture).Order(StringComparer.Ordinal)];
        if (files.Count == 0)
            throw new FileNotFoundException($"the folder {folder} holds no picture ({string.Join(", ", PictureFile.Extensions)})");
    }

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = -1;
        // A photograph that stays is read once.
        if (n > 0 && File.Exists(folder))
            return false;
        while (files.Count > 0)
        {
            try
            {
                var (width, height, source) = PictureFile.Read(files[next]);
                next = (next + 1) % files.Count;
                Cover(source, width, height, rgba);
                return true;
            }
            catch (Exception bad) when (InputError.Is(bad))
            {
                Log.Warning($"{InputError.Sentence(bad)}; left out");
                files.RemoveAt(next);
                next = next < files.Count ? next : 0;
            }
        }
        throw new IOException($"{folder}: there is no picture that can be read");
    }

    // Scales so that the frame is covered and the middle kept. Averages the source pixels under each target pixel when shrinking.
    private void Cover(byte[] source, int width, int height, Span<byte> target)
    {
        var scale = Math.Min((double)width / Width, (double)height / Height);
        double offsetX = (width - Width * scale) / 2, offsetY = (height - Height * scale) / 2;
        for (var y = 0; y < Height; y++)
        {
            int y0 = Math.Clamp((int)(offsetY + y * scale), 0, height - 1),
                y1 = Math.Clamp((int)Math.Ceiling(offsetY + (y + 1) * scale), y0 + 1, height);
            for (var x = 0; x < Width; x++)
            {
                int x0 = Math.Clamp((int)(offsetX + x * scale), 0, width - 1),
                    x1 = Math.Clamp((int)Math.Ceiling(offsetX + (x + 1) * scale), x0 + 1, width);
                long r = 0, g = 0, b = 0, count = (long)(y1 - y0) * (x1 - x0);
                for (var sy = y0; sy < y1; sy++)
                {
                    for (var at = (sy * width + x0) * 4; at < (sy * width + x1) * 4; at += 4)
                    {
                        r += source[at];
                        g += source[at + 1];
                        b += source[at + 2];
                    }
                }
                var to = (y * Width + x) * 4;
                target[to] = (byte)((r + count / 2) / count);
                target[to + 1] = (byte)((g + count / 2) / count);
                target[to + 2] = (byte)((b + count / 2) / count);
                target[to + 3] = 255;
            }
        }
    }
}
