// What a file of ours says of the model whose weights it holds.
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CnnCompute;

/// <summary>
/// The notes in a safetensors or ONNX file by which <see cref="ModelFile.Load"/> recognises one of our models and knows how to feed it.
/// </summary>
public static partial class ModelMetadata
{
    private const string ModelKey = "model", InputKey = "input", ClassesKey = "classes", ScaleKey = "scale", ShiftKey = "shift", OrderKey = "order",
        NormKey = "norm", TrunkKey = "trunk";

    // Keys under which other programs keep class names.
    private static readonly string[] OtherClasses = ["labels", "names", "class_names", "id2label"];

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
            var channels = Enumerable.Range(0, Math.Min(input.C, 3)).Select(c => pixels[c]).ToArray();
            metadata[ScaleKey] = string.Join(",", channels.Select(c => c.Scale.ToString("R", CultureInfo.InvariantCulture)));
            metadata[ShiftKey] = string.Join(",", channels.Select(c => c.Shift.ToString("R", CultureInfo.InvariantCulture)));
            if (pixels.IsBgr)
                metadata[OrderKey] = "bgr";
        }
        return metadata;
    }

    /// <summary>The notes for a head whose trunk is one that comes with the program, and is not in the file.</summary>
    /// <param name="trunk">The trunk's name.</param>
    /// <param name="name">Name of the whole.</param>
    /// <param name="input">Channels, height and width of its input.</param>
    /// <param name="norm">How bytes become its input.</param>
    /// <param name="classes">Class names by output index.</param>
    public static Dictionary<string, string> OfHead(
        string trunk, string name, (int C, int H, int W) input, PixelNorm norm, IReadOnlyList<string> classes) =>
            new(Of(name, input, norm, classes)) { [TrunkKey] = trunk };

    /// <summary>The trunk that a head is for; null where the file holds all of its model.</summary>
    internal static string? Trunk(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault(TrunkKey);

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

    /// <summary>Class names by output index, ours or those of other programs; empty where there are none.</summary>
    internal static string[] Classes(IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.GetValueOrDefault(ClassesKey) is { } own && IsOurs(metadata))
            return own.Length > 0 ? own.Split('\n') : [];
        foreach (var key in (string[])[ClassesKey, .. OtherClasses])
        {
            if (metadata.GetValueOrDefault(key) is not { Length: > 0 } text)
                continue;
            try
            {
                // Python's maps have other quotes than JSON's.
                var json = text is ['{', ..] && !text.Contains('"', StringComparison.Ordinal) ? PythonMap(text) : text;
                if (LabelText.Parse(Encoding.UTF8.GetBytes(json)) is { Length: > 1 } names)
                    return names;
            }
            catch (FormatException)
            {
                // It means something else there.
            }
        }
        return [];
    }

    /// <summary>
    /// How bytes become the input: by our numbers, by a norm's text under <c>norm</c>, or by what the ONNX standard names for pictures; null where it
    /// is not told.
    /// </summary>
    /// <exception cref="FormatException">There are not as many numbers as channels.</exception>
    /// <exception cref="ArgumentException">The text is no norm.</exception>
    internal static PixelNorm? Norm(IReadOnlyDictionary<string, string> metadata, int channels)
    {
        if (metadata.GetValueOrDefault(NormKey) is { Length: > 0 } text)
            return PixelNorm.Parse(text);
        if (!metadata.ContainsKey(ScaleKey) || !metadata.ContainsKey(ShiftKey))
        {
            return IsOurs(metadata) && (metadata.ContainsKey(ScaleKey) || metadata.ContainsKey(ShiftKey))
                ? throw Missing(metadata)
                : OfStandard(metadata);
        }
        if (!IsOurs(metadata) && !IsNumbers(metadata[ScaleKey]))
            return OfStandard(metadata);
        float[] scale = Floats(metadata[ScaleKey]), shift = Floats(metadata[ShiftKey]);
        var colours = channels == 4 ? 3 : channels;
        if (scale.Length != colours || shift.Length != colours || colours is < 1 or > 3)
            throw new FormatException($"{scale.Length} scales and {shift.Length} shifts of pixels for {channels} channels; there are up to three");
        return new PixelNorm((scale[0], scale[colours / 2], scale[^1]), (shift[0], shift[colours / 2], shift[^1]))
        {
            IsBgr = metadata.GetValueOrDefault(OrderKey) == "bgr",
        };
    }

    // Image.BitmapPixelFormat and Image.NominalPixelRange of ONNX's own metadata.
    private static PixelNorm? OfStandard(IReadOnlyDictionary<string, string> metadata)
    {
        PixelNorm? norm = metadata.GetValueOrDefault("Image.NominalPixelRange") switch
        {
            "NominalRange_0_255" => PixelNorm.Byte,
            "Normalized_0_1" => PixelNorm.Unit,
            "Normalized_1_1" => PixelNorm.Signed,
            _ => null,
        };
        return norm is { } known ? known with { IsBgr = metadata.GetValueOrDefault("Image.BitmapPixelFormat") is "Bgr8" or "Bgra8" } : null;
    }

    private static FormatException Missing(IReadOnlyDictionary<string, string> metadata) =>
        new($"its metadata has \"{(metadata.ContainsKey(ScaleKey) ? ScaleKey : ShiftKey)}\" of pixels alone; scale and shift belong together");

    private static string PythonMap(string text) =>
        PythonKey().Replace(text, "$1\"$2\":").Replace("'", "\"", StringComparison.Ordinal);

    private static bool IsNumbers(string list) =>
        list.Split(',').All(v => float.TryParse(v, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    private static string Need(IReadOnlyDictionary<string, string> metadata, string key) => metadata.TryGetValue(key, out var value)
        ? value
        : throw new FormatException($"its metadata has no \"{key}\", which files saved by `cnn train` have; "
            + "weights from elsewhere need their model's name: --model resnet18 --weights FILE");

    [GeneratedRegex(@"([{,]\s*)(\d+)\s*:")]
    private static partial Regex PythonKey();

    private static float[] Floats(string list) => [.. list.Split(',').Select(v => float.Parse(v, CultureInfo.InvariantCulture))];
}
