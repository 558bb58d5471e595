// Values of fields: from a recipe's words to C#'s types and back.
using System.Collections;
using System.Globalization;

namespace CnnCompute;

/// <summary>What recipes can say of a field's type.</summary>
internal static class FieldValue
{
    private static readonly Type[] Kinds =
    [
        typeof(string), typeof(bool), typeof(int), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(PixelNorm),
    ];

    /// <summary>A value of <paramref name="type"/>; objects are <see cref="NamedObject"/>s still to be made.</summary>
    /// <exception cref="InvalidDataException">It is none; the message names the line and the field.</exception>
    public static object? Read(RecipeNode node, Type type, string field)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return node.IsEmpty ? null : Read(node, inner, field);
        if (ElementOf(type) is { } element)
        {
            var items = node.Items ?? (node.IsEmpty ? [] : [node]);
            var list = Array.CreateInstance(IsPlain(element) ? element : typeof(NamedObject), items.Count);
            for (var i = 0; i < items.Count; i++)
                list.SetValue(Read(items[i], element, field), i);
            return list;
        }
        if (type == typeof(Pair))
        {
            return node.Items switch
            {
                null => (Pair)(int)Read(node, typeof(int), field)!,
                [var h, var w] => new Pair((int)Read(h, typeof(int), field)!, (int)Read(w, typeof(int), field)!),
                _ => throw node.Wrong($"{field} is a number, or a height and a width: [2, 3]"),
            };
        }
        if (IsTwo(type) is { } of)
        {
            return node.Items is [var first, var second]
                ? Activator.CreateInstance(type, Read(first, of, field), Read(second, of, field))
                : throw node.Wrong($"{field} is two numbers, as in [0.9, 0.99]; it is {node}");
        }
        return IsPlain(type) ? Plain(node, type, field) : Catalogue.Read(type, node);
    }

    /// <summary>As YAML writes it, in one line.</summary>
    public static string Text(object? value) => value switch
    {
        null => "null",
        bool b => b ? "true" : "false",
        float f => f.ToString("R", CultureInfo.InvariantCulture),
        double d => d.ToString("R", CultureInfo.InvariantCulture),
        string s => RecipeNode.Word(s),
        Enum e => RecipeNode.Word(Hyphened(e.ToString())),
        Pair p => p.H == p.W ? Text(p.H) : $"[{p.H}, {p.W}]",
        (double a, double b) => $"[{Text(a)}, {Text(b)}]",
        (float a, float b) => $"[{Text(a)}, {Text(b)}]",
        NamedObject o => o.Fields.Count == 0 ? o.Name : $"{{{o}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Text))}]",
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => RecipeNode.Word(value.ToString()!),
    };

    /// <summary>The value for a constructor: objects are made.</summary>
    public static object? Made(object? value, Type type, ReadOnlySpan<(string Name, object Value)> supplied)
    {
        if (value is NamedObject one)
            return one.Create(supplied);
        if (value is not NamedObject[] several)
            return value;
        var made = Array.CreateInstance(ElementOf(type)!, several.Length);
        for (var i = 0; i < several.Length; i++)
            made.SetValue(several[i].Create(supplied), i);
        return made;
    }

    private static object Plain(RecipeNode node, Type type, string field)
    {
        if (node.Text is not { } text)
            throw node.Wrong($"{field} is {Kind(type)}, no {(node.Items is null ? "fields" : "list")}");
        var number = CultureInfo.InvariantCulture;
        var simple = text.Replace("_", "", StringComparison.Ordinal);
        var read = type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out var b) ? b : null,
            _ when type == typeof(int) => int.TryParse(simple, NumberStyles.AllowLeadingSign, number, out var i) ? i : null,
            _ when type == typeof(long) => long.TryParse(simple, NumberStyles.AllowLeadingSign, number, out var l) ? l : null,
            _ when type == typeof(ulong) => ulong.TryParse(simple, NumberStyles.None, number, out var u) ? u : null,
            _ when type == typeof(float) => float.TryParse(simple, NumberStyles.Float, number, out var f) && float.IsFinite(f) ? f : null,
            _ when type == typeof(double) => double.TryParse(simple, NumberStyles.Float, number, out var d) && double.IsFinite(d) ? d : null,
            _ when type == typeof(PixelNorm) => Norm(node, text),
            _ => Choice(type, text),
        };
        if (read is not null)
            return read;
        var hint = type.IsEnum ? Engine.Spelling.Hint(text, [.. Enum.GetNames(type).Select(Hyphened)]) : "";
        throw node.Wrong($"{field} is {Kind(type)}; \"{text}\" is none{hint}");
    }

    private static PixelNorm Norm(RecipeNode node, string text)
    {
        try
        {
            return PixelNorm.Parse(text);
        }
        catch (ArgumentException error)
        {
            throw node.Wrong(error.Message, error);
        }
    }

    private static object? Choice(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(n => Hyphened(n) == text || n.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Enum.Parse(type, name)
            : null;

    private static bool IsPlain(Type type) => type.IsEnum || Kinds.Contains(type);

    private static Type? IsTwo(Type type) => type == typeof((double, double)) ? typeof(double)
        : type == typeof((float, float)) ? typeof(float) : null;

    private static Type? ElementOf(Type type) => type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;

    private static string Kind(Type type) => type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "a text"
        : type == typeof(int) || type == typeof(long) || type == typeof(ulong) ? "a whole number"
        : type.IsEnum ? "one of a few words"
        : type == typeof(PixelNorm) ? "a norm of pixels"
        : "a number";

    // FiveCrop is five-crop, and F16 f16.
    private static string Hyphened(string name) => string.Concat(
        name.Select((c, i) => (i > 0 && char.IsUpper(c) && !char.IsUpper(name[i - 1]) ? "-" : "") + char.ToLowerInvariant(c)));
}
