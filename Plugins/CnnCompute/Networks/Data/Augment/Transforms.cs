// Transforms by name, and in one line of text.
using System.Globalization;
using System.Reflection;
using Engine;

namespace CnnCompute;

/// <summary>
/// Lists of transforms as text: <c>random-rotation degrees=30, colour-jitter brightness=0.4 hue=0.1</c>. Fields are the constructor's parameters;
/// a range is written <c>0.8..1.2</c>, those with defaults may be left out. Scenes and verbs read it.
/// </summary>
public static class Transforms
{
    private static readonly SortedDictionary<string, Type> Known = new(
        typeof(Transforms).Assembly.GetExportedTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Transform)))
            .Where(t => t.GetCustomAttribute<NamedAttribute>() is not null).ToDictionary(t => t.GetCustomAttribute<NamedAttribute>()!.Name),
        StringComparer.Ordinal);

    /// <summary>All names, in alphabetical order.</summary>
    public static IReadOnlyCollection<string> Names => Known.Keys;

    /// <summary>The sentence that belongs to a name.</summary>
    /// <exception cref="ArgumentException">There is no such transform.</exception>
    public static string Describe(string name) => Find(name).GetCustomAttribute<NamedAttribute>()!.Description;

    /// <summary>What recipes call a transform.</summary>
    public static string NameOf(Transform transform) => transform.GetType().GetCustomAttribute<NamedAttribute>()?.Name ?? transform.GetType().Name;

    /// <summary>Those of a list that evaluation and use need too.</summary>
    public static IReadOnlyList<Transform> OfEvaluation(IEnumerable<Transform> transforms) => [.. transforms.Where(t => !t.IsRandom)];

    /// <summary>Reads a list; commas, semicolons and ends of lines lie between transforms.</summary>
    /// <exception cref="ArgumentException">There is no such transform or field, or a value is none for it; the nearest name is given.</exception>
    public static IReadOnlyList<Transform> Parse(string text) =>
        [.. text.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(t => t.Length > 0).Select(One)];

    /// <summary>Makes a transform of its name and fields (<c>degrees=30</c>).</summary>
    /// <exception cref="ArgumentException">There is no such transform or field, or a value is none for it; the nearest name is given.</exception>
    public static Transform Make(string name, params IEnumerable<string> fields)
    {
        var constructor = Find(name).GetConstructors().Single();
        var parameters = constructor.GetParameters();
        var given = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            var (key, value) = field.Split('=', 2) is [var k, var v] ? (k.Trim(), v.Trim())
                : throw new ArgumentException($"{name} {field}: a field is written name=value, such as {Example(parameters)}");
            if (!parameters.Any(p => p.Name!.Equals(key, StringComparison.OrdinalIgnoreCase)))
                throw new ArgumentException($"{name} has no field \"{key}\"{Spelling.Hint(key, [.. parameters.Select(p => Camel(p.Name!))])}");
            if (!given.TryAdd(key, value))
                throw new ArgumentException($"{name}: the field {key} is given twice");
        }
        object? Value(ParameterInfo p) => given.TryGetValue(p.Name!, out var value) ? Read(name, p, value)
            : p.HasDefaultValue ? Default(p)
            : throw new ArgumentException($"{name} needs {Camel(p.Name!)}={Kind(p.ParameterType)}");
        return (Transform)constructor.Invoke([.. parameters.Select(Value)]);
    }

    /// <summary>A name with its fields and their defaults, for help: <c>random-crop padding=4 size=0 …</c>.</summary>
    /// <exception cref="ArgumentException">There is no such transform.</exception>
    public static string Fields(string name) => string.Join(' ', Find(name).GetConstructors().Single().GetParameters()
        .Select(p => $"{Camel(p.Name!)}={(p.HasDefaultValue && Default(p) is { } value ? Text(value) : Kind(p.ParameterType))}").Prepend(name));

    private static Transform One(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, .. var fields] ? Make(name, fields)
            : throw new ArgumentException("A transform has a name");

    private static Type Find(string name) => Known.TryGetValue(name, out var type)
        ? type
        : throw new ArgumentException($"No transform is called \"{name}\"{Spelling.Hint(name, Known.Keys)}");

    private static object Read(string name, ParameterInfo parameter, string value)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var culture = CultureInfo.InvariantCulture;
        ArgumentException Wrong() => new($"{name} {Camel(parameter.Name!)}={value}: it must be {Kind(type)}");
        double Number(string text) =>
            double.TryParse(text, NumberStyles.Float, culture, out var number) && double.IsFinite(number) ? number : throw Wrong();
        if (type == typeof(int))
            return int.TryParse(value, NumberStyles.AllowLeadingSign, culture, out var whole) ? whole : throw Wrong();
        if (type == typeof(float))
            return (float)Number(value);
        if (type == typeof(bool))
            return bool.TryParse(value, out var yes) ? yes : throw Wrong();
        if (type.IsEnum)
            return Enum.TryParse(type, value, ignoreCase: true, out var one) && Enum.IsDefined(type, one) ? one : throw Wrong();
        return value.Split("..") is [var low, var high] ? (Number(low), Number(high)) : throw Wrong();
    }

    // Reflection gives an enum's default as its number.
    private static object? Default(ParameterInfo p) =>
        p.ParameterType.IsEnum && p.DefaultValue is { } value ? Enum.ToObject(p.ParameterType, value) : p.DefaultValue;

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) => "a whole number",
        var t when t == typeof(float) => "a number",
        var t when t == typeof(bool) => "true or false",
        { IsEnum: true } t => string.Join(" or ", Enum.GetNames(t).Select(Camel)),
        _ => "a range such as 0.8..1.2",
    };

    private static string Text(object value) => value is Enum or bool
        ? Camel($"{value}")
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Example(ParameterInfo[] parameters) =>
        parameters.Length == 0 ? "none: it has no fields" : $"{Camel(parameters[0].Name!)}={Kind(parameters[0].ParameterType)}";

    private static string Camel(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
