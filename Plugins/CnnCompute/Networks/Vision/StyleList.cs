// Lists of style pictures with weights, as text.
using System.Globalization;

namespace CnnCompute;

/// <summary>Reads <c>starry.jpg:2, wave.jpg</c>.</summary>
public static class StyleList
{
    /// <summary>Names and weights; 1 where none is written.</summary>
    /// <exception cref="ArgumentException">There is none, or a weight is negative.</exception>
    public static IReadOnlyList<(string Name, float Weight)> Parse(string text) => Parse(Names(text));

    /// <inheritdoc cref="Parse(string)"/>
    public static IReadOnlyList<(string Name, float Weight)> Parse(IEnumerable<string> parts)
    {
        (string, float)[] found = [.. parts.Select(One)];
        return found.Length > 0
            ? found
            : throw new ArgumentException("a style picture is needed, such as painting.jpg or painting.jpg:0.5, other.jpg:0.5");
    }

    /// <summary>The parts between commas.</summary>
    public static string[] Names(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // A path may hold a colon: only a number after the last one is a weight.
    private static (string, float) One(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !float.TryParse(text[(colon + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight))
            return (text, 1);
        return weight >= 0 && float.IsFinite(weight)
            ? (text[..colon].Trim(), weight)
            : throw new ArgumentException($"style \"{text}\": a weight is a number from 0 on");
    }
}
