// Pictures in folders, one folder per class.
using Engine;

namespace CnnCompute;

/// <summary>
/// torchvision's ImageFolder: <c>ROOT/CLASS/picture.png</c>, classes and pictures in the order of their names. Each picture is decoded when it is
/// read, resized by a triangle filter (bilinear, antialiased) so that it covers the size and cropped in the middle, as RGB.
/// </summary>
public sealed class ImageFolderDataset : Dataset
{
    // As torchvision, no .gif.
    private static readonly string[] Extensions = [.. PictureFile.Extensions.Where(e => e != ".gif")];
    private readonly (string File, int Label)[] samples;

    /// <summary>Lists the pictures below <paramref name="root"/>; none is decoded yet.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">It holds no folders with pictures.</exception>
    public ImageFolderDataset(string root, int height, int width)
    {
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"{root}: no such folder");
        (Name, Height, Width) = (root, height, width);
        var folders = Directory.GetDirectories(root).Order(StringComparer.Ordinal).ToArray();
        Classes = [.. folders.Select(f => Path.GetFileName(f))];
        samples =
        [
            .. folders.Index().SelectMany(f => Directory.GetFiles(f.Item)
                .Where(p => Extensions.Contains(Path.GetExtension(p).ToLowerInvariant())).Order(StringComparer.Ordinal).Select(p => (p, f.Index)))
        ];
        if (samples.Length == 0)
            throw new InvalidDataException($"{root}: no pictures; a data set is a folder per class with {string.Join(", ", Extensions)} files in it");
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count => samples.Length;

    /// <inheritdoc/>
    public override int Channels => 3;

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <summary>The file of sample <paramref name="index"/>.</summary>
    public string File(int index) => samples[index].File;

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels)
    {
        var (width, height, rgba) = PictureFile.Read(samples[index].File);
        // Source pixels per target pixel, the same along both axes; the longer side is cropped.
        var scale = Math.Min((double)width / Width, (double)height / Height);
        double left = (width - (Width * scale)) / 2, top = (height - (Height * scale)) / 2;
        var columns = Taps(Width, width, left, scale);
        var rows = Taps(Height, height, top, scale);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                double r = 0, g = 0, b = 0;
                foreach (var (row, rowWeight) in rows[y])
                {
                    foreach (var (column, columnWeight) in columns[x])
                    {
                        var (at, weight) = (((row * width) + column) * 4, rowWeight * columnWeight);
                        r += rgba[at] * weight;
                        g += rgba[at + 1] * weight;
                        b += rgba[at + 2] * weight;
                    }
                }
                var to = ((y * Width) + x) * 3;
                (pixels[to], pixels[to + 1], pixels[to + 2]) = ((byte)Math.Round(r), (byte)Math.Round(g), (byte)Math.Round(b));
            }
        }
    }

    /// <inheritdoc/>
    public override int Label(int index) => samples[index].Label;

    // The triangle filter as PIL's bilinear: as wide as two target pixels when shrinking, two source pixels when growing; weights sum to 1.
    private static (int Source, double Weight)[][] Taps(int targets, int sources, double offset, double scale)
    {
        var reach = Math.Max(1, scale);
        var taps = new (int, double)[targets][];
        for (var i = 0; i < targets; i++)
        {
            var centre = offset + ((i + 0.5) * scale);
            int first = Math.Max(0, (int)Math.Floor(centre - reach)), last = Math.Min(sources - 1, (int)Math.Ceiling(centre + reach));
            (int Source, double Weight)[] all = [.. Enumerable.Range(first, last - first + 1)
                .Select(s => (s, Math.Max(0, 1 - (Math.Abs(s + 0.5 - centre) / reach))))];
            var sum = all.Sum(t => t.Weight);
            taps[i] = [.. all.Where(t => t.Weight > 0).Select(t => (t.Source, t.Weight / sum))];
        }
        return taps;
    }
}
