// Weights that come with the program, from a package of files.
namespace CnnCompute;

/// <summary>
/// Models that are trained already where they are opened by name: their files lie in <c>Models</c> beside the program's own. So far the ResNet-18
/// trunk of the package Microsoft.ML.DnnImageFeaturizer.ResNet18 (MIT), which CNTK 2.6 exported under numbers instead of names.
/// </summary>
internal static class PackagedWeights
{
    /// <summary>
    /// Blue, green and red less the averages of the mean picture that comes with the trunk. That picture, of 224×224, deviates from them by 5.9, 4.9
    /// and 3.3 bytes, smoothly; it could feed no other size of picture, and features without it have a cosine of 0.999 with those it gives (measured
    /// on six photographs).
    /// </summary>
    internal const string Norm = "mean=103.062624,115.902882,123.151631:bgr";

    private const string Trunk = ModelFile.Usual, File = "ResNet18.onnx";

    // Numbers in the file: a convolution's weight, and the first of its batch-norm's four (scale, bias, mean, variance follow one another).
    private static readonly (string Conv, string BatchNorm, int Weight, int First)[] Numbers =
    [
        ("conv1", "bn1", 91, 96),
        .. Block("layer1.0", 86, 113, 82, 127), .. Block("layer1.1", 77, 144, 73, 158),
        .. Block("layer2.0", 68, 175, 64, 189), .. Shortcut("layer2.0", 199, 203), .. Block("layer2.1", 59, 220, 55, 234),
        .. Block("layer3.0", 50, 251, 46, 265), .. Shortcut("layer3.0", 275, 279), .. Block("layer3.1", 41, 296, 37, 310),
        .. Block("layer4.0", 32, 327, 28, 341), .. Shortcut("layer4.0", 351, 355), .. Block("layer4.1", 23, 372, 19, 386),
        .. Block("layer4.2", 14, 403, 10, 417),
    ];

    /// <summary>Where the file of a model lies; null of models that have none.</summary>
    public static string? PathOf(string name) => name == Trunk
        ? Path.Combine(Path.GetDirectoryName(typeof(PackagedWeights).Assembly.Location) ?? "", "Models", File) : null;

    /// <summary>The model of that name with its weights; null of models that have none.</summary>
    /// <exception cref="FileNotFoundException">The program was put together without its package.</exception>
    /// <exception cref="InvalidDataException">The file is another one.</exception>
    public static ModelFile? Open(ModelNameAttribute known)
    {
        if (PathOf(known.Name) is not { } path)
            return null;
        if (!System.IO.File.Exists(path))
        {
            throw new FileNotFoundException($"{known.Name}: its weights, {path}, are not there; they come with the NuGet package "
                + "Microsoft.ML.DnnImageFeaturizer.ResNet18: restore and build the program again (upon the packages: add CnnPlayground.ResNet18), "
                + "or give others with --weights FILE", path);
        }
        var module = Zoo.Create(known.Name);
        try
        {
            module.LoadStateDict(Named(OnnxModel.Load(path).StateDict()));
        }
        catch (StateDictException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        module.Eval();
        return new ModelFile(path, known.Name, module, [-1, known.Channels, -1, -1])
        {
            Norm = PixelNorm.Parse(Norm),
            NormReason = "the means of the picture that its authors subtract",
            // Dogs, eyes and beetles: seen on photographs of 448 pixels, beside all other stages.
            DreamLayer = "layer3",
            // Cats: the strongest feature of one, and what grows out of noise for it.
            ShownObjective = $"{ResNetFeatures.LastLayer}:273",
        };
    }

    private static Dictionary<string, TensorData> Named(IReadOnlyDictionary<string, Parameter> numbered)
    {
        var named = new Dictionary<string, TensorData>();
        void Add(string key, string kind, int number)
        {
            if (numbered.TryGetValue($"{kind}{number}", out var parameter))
                named[key] = new TensorData(parameter.Shape, parameter.Initial);
        }
        foreach (var (conv, norm, weight, first) in Numbers)
        {
            Add($"{conv}.weight", "Parameter", weight);
            Add($"{norm}.weight", "Parameter", first);
            Add($"{norm}.bias", "Parameter", first + 1);
            Add($"{norm}.running_mean", "Constant", first + 2);
            Add($"{norm}.running_var", "Constant", first + 3);
        }
        return named;
    }

    private static (string, string, int, int)[] Block(string at, int weight1, int first1, int weight2, int first2) =>
        [($"{at}.conv1", $"{at}.bn1", weight1, first1), ($"{at}.conv2", $"{at}.bn2", weight2, first2)];

    private static (string, string, int, int)[] Shortcut(string at, int weight, int first) =>
        [($"{at}.downsample.0", $"{at}.downsample.1", weight, first)];
}
