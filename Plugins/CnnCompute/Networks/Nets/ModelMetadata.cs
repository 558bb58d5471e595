// What a file of ours says of the model whose weights it holds.
using System.Globalization;

namespace CnnCompute;

/// <summary>
/// The notes in a safetensors or ONNX file by which <see cref="ModelFile.Load"/> recognises one of our models and knows how to feed it.
/// </summary>
public static class ModelMetadata
{
    private const string ModelKey = "model", InputKey = "input", ClassesKey = "classes", ScaleKey = "scale", ShiftKey = "shift";

    /// <summary>The notes for a model.</summary>
    /// <param name="module">One of our models.</param>
    /// <param name="input">Channels, height and width of its input.</param>
    /// <param name="norm">How bytes become its input; null where nobody knows.</param>
    /// <param name="classes">Class names by output index; empty where there are none.</param>
    public static Dictionary<string, string> Of(Module module, (int C, int H, int W) input, PixelNorm? norm, IReadOnlyList<string> classes) =>
        Of(Zoo.NameOf(module) ?? module.GetType().Name, input, norm, classes);

    /// <summary>The same of a model called <paramref name="name"/>.</summary>
    internal static Dictionary<string, string> Of(string name, (int C, int H, int W) input, PixelNorm? norm, IReadOnlyList<string> classes)
    {
        var metadata = new Dictionary<string, string>
        {
            [ModelKey] = name,
            [InputKey] = $"{input.C}x{input.H}x{input.W}",
            [ClassesKey] = string.Join("\n", classes),
        };
        if (norm is { } pixels)
        {
            var channels = Enumerable.Range(0, input.C).Select(c => pixels[c]).ToArray();
            metadata[ScaleKey] = string.Join(",", channels.Select(c => c.Scale.ToString("R", CultureInfo.InvariantCulture)));
            metadata[ShiftKey] = string.Join(",", channels.Select(c => c.Shift.ToString("R", CultureInfo.InvariantCulture)));
        }
        return metadata;
    }

    /// <summary>Whether we wrote these notes: other programs' files may have some of the same names, ours have all of them.</summary>
    internal static bool IsOurs(IReadOnlyDictionary<string, string> metadata) =>
        metadata.ContainsKey(ModelKey) && metadata.ContainsKey(InputKey) && metadata.ContainsKey(ClassesKey);

    /// <summary>The model's name; null where none is written.</summary>
    internal static string? FindName(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(ModelKey);

    /// <summary>The model's name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    internal static string Name(IReadOnlyDictionary<string, string> metadata) => Need(metadata, ModelKey);

    /// <summary>Channels, height and width of the input.</summary>
    /// <exception cref="FormatException">It is missing or no three sizes.</exception>
    internal static (int C, int H, int W) Input(IReadOnlyDictionary<string, string> metadata) =>
        Need(metadata, InputKey).Split('x').Select(d => int.Parse(d, CultureInfo.InvariantCulture))
            .ToArray() is [> 0 and var c, > 0 and var h, > 0 and var w]
            ? (c, h, w)
            : throw new FormatException($"its input is {metadata[InputKey]}");

    /// <summary>Class names by output index; empty where there are none.</summary>
    internal static string[] Classes(IReadOnlyDictionary<string, string> metadata) =>
        metadata.GetValueOrDefault(ClassesKey) is { Length: > 0 } text ? text.Split('\n') : [];

    /// <summary>How bytes become the input; null where it is not told.</summary>
    /// <exception cref="FormatException">There are not as many numbers as channels.</exception>
    internal static PixelNorm? Norm(IReadOnlyDictionary<string, string> metadata, int channels)
    {
        if (!metadata.ContainsKey(ScaleKey) && !metadata.ContainsKey(ShiftKey))
            return null;
        float[] scale = Floats(Need(metadata, ScaleKey)), shift = Floats(Need(metadata, ShiftKey));
        if (scale.Length != channels || shift.Length != channels || channels is < 1 or > 3)
            throw new FormatException($"{scale.Length} scales and {shift.Length} shifts of pixels for {channels} channels; there are up to three");
        return new PixelNorm((scale[0], scale[channels / 2], scale[^1]), (shift[0], shift[channels / 2], shift[^1]));
    }

    private static string Need(IReadOnlyDictionary<string, string> metadata, string key) => metadata.TryGetValue(key, out var value)
        ? value
        : throw new FormatException($"its metadata has no \"{key}\", which files saved by `cnn train` have; "
            + "weights from elsewhere need their model's name: --model resnet18 --weights FILE");

    private static float[] Floats(string list) => [.. list.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
}
