// Fashion-MNIST: 28×28 grey pictures of ten kinds of garments.
namespace CnnCompute;

/// <summary>
/// Zalando's Fashion-MNIST (Xiao, Rasul, Vollgraf, 2017): 60,000 training and 10,000 test pictures, 28×28 grey, ten classes, in four IDX files.
/// </summary>
public sealed class FashionMnist : Dataset
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private readonly byte[] images;
    private readonly byte[] labels;

    private FashionMnist(string name, IdxFile images, IdxFile labels)
    {
        Name = name;
        (Height, Width) = (images.Dimensions[1], images.Dimensions[2]);
        Count = labels.Dimensions[0];
        (this.images, this.labels) = (images.Data, labels.Data);
    }

    /// <summary>The ten class names by label, as the data set's authors give them.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Mean of the training pixels / 255.</summary>
    public const float Mean = 0.2860f;

    // Far more than there are, and no more than memory holds.
    private const int MostSamples = 1_000_000, Side = 28;

    /// <summary>Standard deviation of the training pixels / 255.</summary>
    public const float Std = 0.3530f;

    /// <summary>The norm of both.</summary>
    public static PixelNorm Norm => PixelNorm.Of(Mean, Std);

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
    public override IReadOnlyList<string> Classes => ClassNames;

    /// <summary>
    /// Reads the training or test set from <paramref name="folder"/> (default: <see cref="DebianFolder"/>), which holds the four IDX files under
    /// their usual names, with or without .gz.
    /// </summary>
    /// <exception cref="FileNotFoundException">The files are not there; says what to install or which option to give.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not belong together.</exception>
    public static FashionMnist Load(bool train, string? folder = null)
    {
        var prefix = train ? "train" : "t10k";
        var images = IdxFile.Load(Find(folder ?? DebianFolder, $"{prefix}-images-idx3-ubyte"), rank: 3, CheckImages);
        var labels = IdxFile.Load(Find(folder ?? DebianFolder, $"{prefix}-labels-idx1-ubyte"), rank: 1, CheckCount);
        if (images.Dimensions[0] != labels.Dimensions[0])
        {
            throw new InvalidDataException(
                $"{images.Path} holds {images.Dimensions[0]} images, {labels.Path} {labels.Dimensions[0]} labels: they do not belong together");
        }
        var worst = Array.FindIndex(labels.Data, l => l >= ClassNames.Count);
        if (worst >= 0)
            throw new InvalidDataException($"{labels.Path}: label {labels.Data[worst]} of sample {worst}; labels are 0 to {ClassNames.Count - 1}");
        return new FashionMnist($"Fashion-MNIST {(train ? "train" : "test")}", images, labels);
    }

    /// <inheritdoc/>
    public override void Read(int index, Span<byte> pixels) => images.AsSpan(index * SampleBytes, SampleBytes).CopyTo(pixels);

    /// <inheritdoc/>
    public override int Label(int index) => labels[index];

    private static string? CheckImages(IReadOnlyList<int> dimensions) => dimensions[1] != Side || dimensions[2] != Side
        ? $"images of {dimensions[2]}×{dimensions[1]} pixels; garments are {Side}×{Side}" : CheckCount(dimensions);

    private static string? CheckCount(IReadOnlyList<int> dimensions) =>
        dimensions[0] > MostSamples ? $"{dimensions[0]:N0} samples; at most {MostSamples:N0} are read" : null;

    private static string Find(string folder, string name)
    {
        foreach (var path in new[] { Path.Combine(folder, name + ".gz"), Path.Combine(folder, name) })
        {
            if (File.Exists(path))
                return path;
        }
        throw new FileNotFoundException(
            $"Fashion-MNIST: {name}.gz is not in {folder}; install it with: apt-get install dataset-fashion-mnist, or give the folder of the four "
                + "IDX files with --data", name);
    }
}
