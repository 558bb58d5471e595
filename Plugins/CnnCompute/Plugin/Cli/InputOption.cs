// The option by which verbs take the shape of a model's input.
using System.CommandLine;
using System.Globalization;
using Engine;

namespace CnnCompute;

/// <summary><c>--input</c>, and the shape that it or the model itself gives.</summary>
internal static class InputOption
{
    /// <summary>A new option; options belong to one command each.</summary>
    public static Option<string?> Create() => new("--input")
    {
        Description = "Shape of the input, such as 1x3x224x224. [default: the model's own, with pictures of 224x224 where it takes any size]",
        HelpName = "NxCxHxW",
    };

    private const int UsualSize = 224, UsualChannels = 3;

    /// <summary>
    /// The shape asked for, else the model's own with a batch of one where that is open, and pictures of 224x224 where it takes any size.
    /// </summary>
    /// <exception cref="InvalidDataException">The model takes no pictures and leaves sizes open, and none was given.</exception>
    public static int[] Of(ParseResult result, Option<string?> option, ModelFile model)
    {
        if (result.GetValue(option) is { } text)
            return Dimensions(text);
        int[] input = [.. model.Input.Select((d, i) => i == 0 && d < 0 ? 1 : d)];
        if (input.All(d => d > 0))
            return input;
        if (input.Length == 4)
        {
            // Three numbers behind the batch: channels where they are few, else sides.
            var isLast = input[3] is 1 or 3 or 4 && input[1] is not (1 or 3 or 4);
            int[] filled = [.. input.Select((d, i) => d > 0 ? d : i == (isLast ? 3 : 1) ? UsualChannels : UsualSize)];
            Log.Information($"{model.Path}: leaves sizes open; {string.Join('x', filled)} is taken (another with --input)");
            return filled;
        }
        var sizes = string.Join(",", model.Input.Select(d => d < 0 ? "?" : $"{d}"));
        throw new InvalidDataException($"{model.Path}: its input [{sizes}] has open sizes; give them with --input");
    }

    private static int[] Dimensions(string text)
    {
        int[] dimensions = [.. text.Split('x', 'X').Select(d => int.TryParse(d, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)];
        return dimensions.Length is >= 1 and <= Shape.MaxRank && dimensions.All(d => d > 0)
            ? dimensions
            : throw new ArgumentException($"--input {text}: a shape is written as 1x3x224x224");
    }
}
