// CIFAR-10: 32×32 coloured pictures of ten kinds of things.
using System.Formats.Tar;
using System.IO.Compression;
using Engine;

namespace CnnCompute;

/// <summary>
/// Krizhevsky's CIFAR-10 (2009): 50,000 training and 10,000 test pictures, 32×32 RGB, ten classes. The binary version: files data_batch_1.bin to
/// data_batch_5.bin and test_batch.bin, in each 10,000 times a label and 1024 bytes of red, green and blue.
/// </summary>
public static class Cifar10
{
    private const int Side = 32, Plane = Side * Side, Record = 1 + (3 * Plane);
    private const string TestName = "test_batch.bin", Inner = "cifar-10-batches-bin";

    // The whole of the real one has 180 MB.
    private const int MostBytes = 1 << 29;

    /// <summary>The ten class names by label, as batches.meta.txt lists them.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

    /// <summary>Mean and deviation of the 50,000 training pictures' pixels / 255.</summary>
    public static PixelNorm Norm => PixelNorm.Of((0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616));

    /// <summary>Reads the binary version.</summary>
    /// <param name="path">The folder of the batches, the one around it, or the archive cifar-10-binary.tar.gz. Some of the five batches will do.</param>
    /// <exception cref="FileNotFoundException">There are no batches.</exception>
    /// <exception cref="InvalidDataException">One is damaged; it is named.</exception>
    public static (MemoryDataset Train, MemoryDataset? Test) Load(string path)
    {
        List<(string Name, byte[] Bytes)> batches = [.. (Directory.Exists(path) ? InFolder(path) : InArchive(path)).OrderBy(b => b.Name)];
        var train = batches.Where(b => IsTraining(b.Name)).ToArray();
        if (train.Length == 0)
        {
            throw new FileNotFoundException(
                $"CIFAR-10: data_batch_1.bin is not in {path}; give the folder or archive of the binary version, or a zip of train/CLASS/picture.jpg", path);
        }
        var test = batches.Where(b => b.Name == TestName).ToArray();
        return (Parse(path, "CIFAR-10 train", train), test.Length > 0 ? Parse(path, "CIFAR-10 test", test) : null);
    }

    /// <summary>Whether a folder holds batches of the binary version.</summary>
    internal static bool IsIn(string folder) => Directory.Exists(folder) && Batches(folder).Any(f => IsTraining(Path.GetFileName(f)));

    private static bool IsTraining(string name) =>
        name.StartsWith("data_batch_", StringComparison.Ordinal) && name.EndsWith(".bin", StringComparison.Ordinal);

    private static IEnumerable<string> Batches(string folder)
    {
        string[] places = [folder, Path.Combine(folder, Inner)];
        return places.Where(Directory.Exists).SelectMany(f => Directory.EnumerateFiles(f, "*.bin"));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> InFolder(string folder) =>
        Batches(folder).Select(f => (Path.GetFileName(f), RegularFile.ReadAllBytes(f, MostBytes)));

    private static IEnumerable<(string Name, byte[] Bytes)> InArchive(string path)
    {
        using var file = RegularFile.Open(path);
        using Stream stream = path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? file : new GZipStream(file, CompressionMode.Decompress);
        using var tar = new TarReader(stream);
        while (Next(tar, path) is { } entry)
        {
            var name = Path.GetFileName(entry.Name);
            if (!(IsTraining(name) || name == TestName) || entry.DataStream is not { } data)
                continue;
            if (entry.Length > MostBytes)
                throw new InvalidDataException($"{path}: {entry.Name} has {entry.Length:N0} bytes; at most {MostBytes:N0} are read");
            var bytes = new byte[entry.Length];
            try
            {
                data.ReadExactly(bytes);
            }
            catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException)
            {
                throw Damaged(path, broken);
            }
            yield return (name, bytes);
        }
    }

    private static TarEntry? Next(TarReader tar, string path)
    {
        try
        {
            return tar.GetNextEntry();
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw Damaged(path, broken);
        }
    }

    private static InvalidDataException Damaged(string path, Exception broken) =>
        new($"{path}: no archive that can be read ({broken.Message}); download or copy it again", broken);

    private static MemoryDataset Parse(string path, string name, (string Name, byte[] Bytes)[] batches)
    {
        var (pictures, labels) = (new List<byte[]>(), new List<int>());
        foreach (var (batch, bytes) in batches)
        {
            if (bytes.Length == 0 || bytes.Length % Record != 0)
                throw new InvalidDataException($"{path}: {batch} has {bytes.Length:N0} bytes, no multiple of {Record}; the file is damaged or cut short");
            for (var at = 0; at < bytes.Length; at += Record)
            {
                if (bytes[at] >= ClassNames.Count)
                {
                    throw new InvalidDataException(
                        $"{path}: label {bytes[at]} of sample {at / Record} in {batch}; labels are 0 to {ClassNames.Count - 1}");
                }
                labels.Add(bytes[at]);
                pictures.Add(Interleaved(bytes.AsSpan(at + 1, 3 * Plane)));
            }
        }
        return new MemoryDataset(name, (3, Side, Side), ClassNames, [.. pictures], [.. labels]);
    }

    private static byte[] Interleaved(ReadOnlySpan<byte> planes)
    {
        var pixels = new byte[3 * Plane];
        for (var i = 0; i < Plane; i++)
            (pixels[3 * i], pixels[(3 * i) + 1], pixels[(3 * i) + 2]) = (planes[i], planes[Plane + i], planes[(2 * Plane) + i]);
        return pixels;
    }
}
