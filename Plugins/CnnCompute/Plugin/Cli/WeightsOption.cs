// The option by which verbs take weights for a model that is given by name.
using System.CommandLine;
using Engine;

namespace CnnCompute;

/// <summary><c>--weights</c>, and the opening of a model with it.</summary>
internal static class WeightsOption
{
    /// <summary>A new option; options belong to one command each.</summary>
    public static Option<string?> Create() => new("--weights")
    {
        Description = "Weights of a model given by name: .safetensors with torchvision's keys.",
        HelpName = "FILE",
    };

    /// <summary>Opens the model, and says so where its weights are random.</summary>
    public static ModelFile Open(ParseResult result, string model, Option<string?> option)
    {
        var weights = result.GetValue(option);
        var file = ModelFile.Open(model, weights);
        if (weights is null && file.Path == file.Name)
            Log.Warning($"{file.Name}: its weights are random numbers; give trained ones with --weights FILE");
        return file;
    }
}
