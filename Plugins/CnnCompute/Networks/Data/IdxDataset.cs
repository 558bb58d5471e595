// Data sets in the form of MNIST: a file of pictures and a file of labels for each part.
using System.Buffers.Binary;
using System.IO.Compression;
using Engine;

namespace CnnCompute;

/// <summary>Grey pictures 28×28 of ten classes in IDX files.</summary>
public abstract class IdxDataset : Dataset
{
    // Far more than there are, and no more than memory holds.
    private const int MostSamples = 1_000_000, Side = 28, PictureRank = 3;

    // A folder of more files than this is something else.
    private const int MostFiles = 1000;

    private readonly byte[] images;
    private readonly byte[] labels;

    /// <summary>Takes the arrays of two files that belong together.</summary>
    /// <param name="name">Name for people.</param>
    /// <param name="files">Pictures and labels, as <see cref="LoadFiles"/> gives them.</param>
    /// <param name="classes">Class names by label.</param>
    protected IdxDataset(string name, (IdxFile Images, IdxFile Labels) files, IReadOnlyList<string> classes)
    {
        (Name, Classes) = (name, classes);
        (Height, Width) = (files.Images.Dimensions[1], files.Images.Dimensions[2]);
        Count = files.Labels.Dimensions[0];
        (images, labels) = (files.Images.Data, files.Labels.Data);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override int Channels => 1;

    /// <inheritdoc/>
    public override int Height { get; }

    /// <inheritdoc/>
    public override int Width { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <inheritdoc/>
    public override bool InMemory => true;

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels) => images.AsSpan(index * SampleBytes, SampleBytes).CopyTo(pixels);

    /// <inheritdoc/>
    public override int Label(int index) => labels[index];

    /// <summary>Whether a folder holds IDX files under MNIST's names.</summary>
    internal static bool IsIn(string folder) => Usual(folder, "train-images-idx3-ubyte") is not null;

    /// <summary>Reads pictures and labels of one part.</summary>
    /// <param name="folder">
    /// Holds the files under their usual names, with or without .gz; or, where those are not there, one pair of files for each part under any names:
    /// the pair that has "train" or "test" (or "t10k") in its names, else the larger one is for training.
    /// </param>
    /// <param name="train">Which part.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="things">What is seen in the pictures, for messages.</param>
    /// <param name="missing">What to say where they are not there, given a file's usual name.</param>
    /// <exception cref="FileNotFoundException">The files are not there.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or pictures and labels do not belong together.</exception>
    protected static (IdxFile Images, IdxFile Labels) LoadFiles(
        string folder, bool train, int classes, string things, Func<string, string> missing)
    {
        var prefix = train ? "train" : "t10k";
        string imageName = $"{prefix}-images-idx3-ubyte", labelName = $"{prefix}-labels-idx1-ubyte";
        var (imageFile, labelFile) = (Usual(folder, imageName), Usual(folder, labelName));
        if (imageFile is null && labelFile is null)
            (imageFile, labelFile) = ByContent(folder, train);
        var images = IdxFile.Load(imageFile ?? throw new FileNotFoundException(missing(imageName), imageName), PictureRank, d => d[1] != Side || d[2] != Side
            ? $"images of {d[2]}×{d[1]} pixels; {things} are {Side}×{Side}" : CheckCount(d));
        var labels = IdxFile.Load(labelFile ?? throw new FileNotFoundException(missing(labelName), labelName), rank: 1, CheckCount);
        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new InvalidDataException(
                $"{images.Path} holds {images.Dimensions[0]} images, {labels.Path} {labels.Dimensions[0]} labels: they do not belong together");
        }
        var worst = Array.FindIndex(labels.Data, l => l >= classes);
        return worst < 0 ? (images, labels)
            : throw new InvalidDataException($"{labels.Path}: label {labels.Data[worst]} of sample {worst}; labels are 0 to {classes - 1}");
    }

    private static string? CheckCount(IReadOnlyList<int> dimensions) =>
        dimensions[0] > MostSamples ? $"{dimensions[0]:N0} samples; at most {MostSamples:N0} are read" : null;

    private static string? Usual(string folder, string name)
    {
        string[] paths = [Path.Combine(folder, name + ".gz"), Path.Combine(folder, name)];
        return paths.FirstOrDefault(File.Exists);
    }

    // Files of pictures and of labels, paired by how many they hold.
    private static (string? Images, string? Labels) ByContent(string folder, bool train)
    {
        if (!Directory.Exists(folder))
            return (null, null);
        var files = Directory.EnumerateFiles(folder).Take(MostFiles).Order(StringComparer.Ordinal)
            .Select(f => (File: f, Header: Header(f))).Where(f => f.Header.Count > 0).ToArray();
        var pairs =
            from images in files
            where images.Header.Rank == PictureRank
            let labels = files.FirstOrDefault(l => l.Header == (1, images.Header.Count))
            where labels.File is not null
            orderby images.Header.Count
            select (Images: images.File, Labels: labels.File);
        (string Images, string Labels)[] all = [.. pairs];
        bool Says(string file, bool train) => train
            ? Path.GetFileName(file).Contains("train", StringComparison.OrdinalIgnoreCase)
            : Path.GetFileName(file).Contains("t10k", StringComparison.OrdinalIgnoreCase)
                || Path.GetFileName(file).Contains("test", StringComparison.OrdinalIgnoreCase);
        // By name; else, where no name says anything, by size.
        var named = all.Where(p => Says(p.Images, train)).ToArray();
        if (named.Length > 0)
            return named[^1];
        (string Images, string Labels)[] unnamed = [.. all.Where(p => !Says(p.Images, !train))];
        return unnamed.Length == 0 || (!train && all.Length < 2) ? (null, null) : train ? unnamed[^1] : unnamed[0];
    }

    // Dimensions and samples as the file's beginning says; 0 of other files.
    private static (int Rank, int Count) Header(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
            var header = new byte[8];
            return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
                && header is [0, 0, 0x08, PictureRank or 1, ..] ? (header[3], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4))) : default;
        }
        catch (Exception unread) when (unread is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return default;
        }
    }
}
