// MNIST: 28×28 grey pictures of handwritten digits.
namespace CnnCompute;

/// <summary>LeCun, Cortes and Burges' MNIST (1998): 60,000 training and 10,000 test pictures, 28×28 grey, ten digits, in four IDX files.</summary>
public sealed class Mnist : IdxDataset
{
    private Mnist(string name, (IdxFile Images, IdxFile Labels) files) : base(name, files, ClassNames)
    {
    }

    /// <summary>The ten digits.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. Enumerable.Range(0, 10).Select(d => $"{d}")];

    /// <summary>Mean of the training pixels / 255.</summary>
    public const float Mean = 0.1307f;

    /// <summary>Standard deviation of the training pixels / 255.</summary>
    public const float Std = 0.3081f;

    /// <summary>The norm of both.</summary>
    public static PixelNorm Norm => PixelNorm.Of(Mean, Std);

    /// <summary>
    /// Reads the training or test set from a folder with the four IDX files under their usual names, with or without .gz, or pairs of others.
    /// </summary>
    /// <exception cref="FileNotFoundException">The files are not there.</exception>
    /// <exception cref="InvalidDataException">A file is damaged, or images and labels do not belong together.</exception>
    public static Mnist Load(bool train, string folder) => new($"MNIST {(train ? "train" : "test")}",
        LoadFiles(folder, train, ClassNames.Count, "digits", name => $"MNIST: neither {name}.gz nor another pair of IDX files for this part is in {folder}"));
}
