// Fashion-MNIST: 28×28 grey pictures of ten kinds of garments.
namespace CnnCompute;

/// <summary>
/// Zalando's Fashion-MNIST (Xiao, Rasul, Vollgraf, 2017): 60,000 training and 10,000 test pictures, 28×28 grey, ten classes, in four IDX files.
/// </summary>
public sealed class FashionMnist : IdxDataset
{
    /// <summary>Where Debian's package dataset-fashion-mnist puts the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private FashionMnist(string name, (IdxFile Images, IdxFile Labels) files) : base(name, files, ClassNames)
    {
    }

    /// <summary>The ten class names by label, as the data set's authors give them.</summary>
    public static IReadOnlyList<string> ClassNames { get; } =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    /// <summary>Mean of the training pixels / 255.</summary>
    public const float Mean = 0.2860f;

    /// <summary>Standard deviation of the training pixels / 255.</summary>
    public const float Std = 0.3530f;

    /// <summary>The norm of both.</summary>
    public static PixelNorm Norm => PixelNorm.Of(Mean, Std);

    /// <summary>
    /// Reads the training or test set from <paramref name="folder"/> (default: <see cref="DebianFolder"/>), which holds the four IDX files under
    /// their usual names, with or without .gz, or pairs of others.
    /// </summary>
    /// <exception cref="FileNotFoundException">The files are not there; says what to install or which option to give.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not belong together.</exception>
    public static FashionMnist Load(bool train, string? folder = null) => new(
        $"Fashion-MNIST {(train ? "train" : "test")}",
        LoadFiles(folder ?? DebianFolder, train, ClassNames.Count, "garments", name =>
            $"Fashion-MNIST: {name}.gz is not in {folder ?? DebianFolder}; install it with: apt-get install dataset-fashion-mnist, or give the folder of "
                + "the four IDX files with --data"));
}
