// Networks as recipes name them.
using System.Globalization;

namespace CnnCompute;

/// <summary>Makes the network of a recipe.</summary>
public static class TrainingModels
{
    private const int ManySamples = 5000;

    /// <summary>A small network for data of which nothing more is known.</summary>
    public static string For(Dataset data) => (data.Channels, data.Height, data.Width) switch
    {
        (1, _, _) => "fashion_small",
        (3, 32, 32) when data.Count >= ManySamples => "airbench_cifar_small",
        _ => "resnet20_cifar",
    };

    /// <summary>
    /// The network, its classes those of the data: a model of the zoo with weights still to be drawn, or one of a file, which keeps its own.
    /// </summary>
    /// <param name="model">A name of the zoo, with fields perhaps, or a file.</param>
    /// <param name="data">What it shall name.</param>
    /// <returns>The network, and how bytes become its inputs where its file says so.</returns>
    /// <exception cref="ArgumentException">There is no such model or field, or it takes other pictures.</exception>
    /// <exception cref="FileNotFoundException">There is no such file and no such model.</exception>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static (Module Module, bool IsTrained, PixelNorm? Norm) Make(string model, Dataset data)
    {
        if (File.Exists(model) || Zoo.Find(model) is not { } known)
        {
            var file = ModelFile.Open(model);
            CheckPictures(model, file.Channels, file.Height, file.Width, data);
            return (ClassifierModule.Of(file), true, file.Norm);
        }
        CheckPictures(model, known.Channels, -1, -1, data);
        return (Zoo.Create(model, data.Classes.Count), false, null);
    }

    /// <summary>The network of a recipe, and the setup that goes with it.</summary>
    /// <param name="recipe">Names the network.</param>
    /// <param name="setup">Made of the recipe.</param>
    /// <param name="data">What it shall name.</param>
    /// <inheritdoc cref="Make(string, Dataset)" path="/exception"/>
    public static (Module Module, TrainingSetup Setup) Make(TrainingRecipe recipe, TrainingSetup setup, Dataset data)
    {
        if (recipe.Transfer is { } transfer)
        {
            var net = TransferModels.Make(recipe, data);
            return (net, TransferModels.Adapt(setup, net, transfer.Create<TransferOptions>()));
        }
        var (module, isTrained, norm) = Make(recipe.Model, data);
        return (module, setup with { KeepWeights = isTrained, Norm = norm ?? setup.Norm });
    }

    internal static void CheckPictures(string model, int channels, int height, int width, Dataset data)
    {
        if (channels != data.Channels)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{model} takes pictures of {Words(channels)}; those of {data.Name} have {Words(data.Channels)}: set channels to {channels}"));
        }
        if ((height > 0 && height != data.Height) || (width > 0 && width != data.Width))
        {
            throw new ArgumentException(
                $"{model} takes pictures of {width}×{height}; those of {data.Name} are {data.Width}×{data.Height}: set size to {height}");
        }
    }

    private static string Words(int channels) => channels == 1 ? "one channel" : $"{channels} channels";
}
