// Norms as people write them: in verbs, scenes and the metadata of files.
using System.Globalization;

namespace CnnCompute;

public readonly partial record struct PixelNorm
{
    private const double LargestOfUnit = 4;
    private static readonly char[] Between = [':', ';', ' ', '\t'];

    /// <summary>How a norm is written, as the help of an option says it.</summary>
    public static string Syntax => $"{Choices}, or numbers of (byte*scale+shift-mean)/std for one channel or each in the network's order, joined by "
        + "colons, as in mean=0.485,0.456,0.406:std=0.229,0.224,0.225 or mean=104,117,123:bgr. Scale is 1/255 unless said, or 1 where a mean or "
        + "std is larger than 4";

    /// <summary>
    /// Reads a norm: a name among <see cref="Names"/>, or <c>mean=</c>, <c>std=</c>, <c>scale=</c> and <c>shift=</c> with one number or one for each
    /// channel in the network's order, joined by colons, and <c>rgb</c> or <c>bgr</c>. Numbers may be fractions such as 1/255.
    /// </summary>
    /// <exception cref="ArgumentException">It is none; the message says what is wrong and what there is.</exception>
    public static PixelNorm Parse(string text)
    {
        var parts = text.Split(Between, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        PixelNorm? named = null;
        bool? bgr = null;
        var numbers = new Dictionary<string, double[]>(StringComparer.Ordinal);
        foreach (var part in parts)
        {
            var (key, value) = part.Split('=', 2) is [var k, var v] ? (k.ToLowerInvariant(), v) : ("", part);
            switch (key)
            {
                case "" when value.Equals("rgb", StringComparison.OrdinalIgnoreCase) || value.Equals("bgr", StringComparison.OrdinalIgnoreCase):
                    bgr = value.Equals("bgr", StringComparison.OrdinalIgnoreCase);
                    break;
                case "" when parts.Length == 1 || ByName.ContainsKey(value):
                    named = Named(value);
                    break;
                case "mean" or "std" or "scale" or "shift":
                    numbers[key] = Numbers(text, key, value);
                    break;
                default:
                    throw Refused(text, $"\"{part}\" is no part of it");
            }
        }
        if (named is null && numbers.Count == 0)
            throw Refused(text, "it says no numbers");
        if (named is { } norm)
        {
            return numbers.Count == 0
                ? norm with { IsBgr = bgr ?? norm.IsBgr }
                : throw Refused(text, "a name stands for all numbers; give one or the other");
        }
        return OfNumbers(text, numbers, bgr ?? false);
    }

    private string Text
    {
        get
        {
            if (Name is { } name)
                return name;
            if (IsBgr && InOrder.Name is { } other)
                return $"{other}:bgr";
            var norm = IsBgr ? Reversed : this;
            static string Channels((float R, float G, float B) v) => string.Join(',',
                (v.R == v.G && v.G == v.B ? [v.R] : new[] { v.R, v.G, v.B }).Select(n => n.ToString("R", CultureInfo.InvariantCulture)));
            return $"scale={Channels(norm.Scale)}:shift={Channels(norm.Shift)}{(IsBgr ? ":bgr" : "")}";
        }
    }

    private static PixelNorm OfNumbers(string text, Dictionary<string, double[]> numbers, bool bgr)
    {
        double[] Of(string key, double usual) => numbers.GetValueOrDefault(key) switch
        {
            null => [usual, usual, usual],
            [var one] => [one, one, one],
            var all => all,
        };
        var (mean, std) = (Of("mean", 0), Of("std", 1));
        // 123.68 is the mean of bytes, 0.485 that of parts of one.
        var isOfBytes = mean.Concat(std).Any(v => Math.Abs(v) > LargestOfUnit);
        var (scale, shift) = (Of("scale", isOfBytes ? 1 : 1 / 255.0), Of("shift", 0));
        if (std.Concat(scale).Any(v => v == 0))
            throw Refused(text, "neither scale nor std can be 0");
        (float, float, float) Channels(Func<int, double> of) => ((float)of(0), (float)of(1), (float)of(2));
        var norm = new PixelNorm(Channels(i => scale[i] / std[i]), Channels(i => (shift[i] - mean[i]) / std[i]));
        return bgr ? norm.Reversed with { IsBgr = true } : norm;
    }

    private static double[] Numbers(string text, string key, string list)
    {
        double[] values = [.. list.Split(',').Select(Number)];
        return values.Length is 1 or 3 && values.All(v => double.IsFinite((float)v))
            ? values
            : throw Refused(text, $"{key}={list} must be one number, or three joined by commas");
    }

    private static double Number(string text)
    {
        double One(string part) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
        return text.Split('/') is [var above, var below] ? One(above) / One(below) : One(text);
    }

    private static ArgumentException Refused(string text, string why) =>
        new($"The normalisation \"{text}\" cannot be read: {why}; there are {Syntax}");
}
