// What recipes can name: every type with a [Named] attribute.
using System.Collections.Concurrent;
using System.Reflection;
using Engine;

namespace CnnCompute;

/// <summary>Finds named types by reflection and reads objects of them: the constructor's parameters are the fields.</summary>
public static class Catalogue
{
    private static readonly ConcurrentDictionary<Type, SortedDictionary<string, CatalogueEntry>> Known = [];

    /// <summary>Everything of a kind (an abstract class), by name in alphabetical order.</summary>
    public static IReadOnlyList<CatalogueEntry> Of(Type kind) => [.. All(kind).Values];

    /// <summary>The same.</summary>
    public static IReadOnlyList<CatalogueEntry> Of<T>() => Of(typeof(T));

    /// <summary>An object of a kind from one line, such as <c>sgd: {momentum: 0.9}</c>.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">What errors name it by: an option.</param>
    /// <exception cref="InvalidDataException">There is no such name or field, or a value is none for its field.</exception>
    public static NamedObject Parse<T>(string text, string source) => Read(typeof(T), RecipeNode.Parse(text, source, hasLines: false));

    /// <summary>An object of a kind from a recipe.</summary>
    /// <exception cref="InvalidDataException">
    /// There is no such name or field (the nearest one is named), a field is missing, or a value is none for it.
    /// </exception>
    public static NamedObject Read(Type kind, RecipeNode node)
    {
        var all = All(kind);
        if (!node.TryObject(out var name, out var given))
            throw node.Wrong($"{Said(kind)} is a name, or a name with fields, as in {Example(all)}; here is {node}");
        // A concrete type is a kind by itself.
        if (!all.TryGetValue(name, out var entry))
            throw node.Wrong($"no {Said(kind)} is called \"{name}\"{Spelling.Hint(name, all.Keys)}");
        if (given.Fields is null && !given.IsEmpty)
            throw given.Wrong($"the fields of {name} are written as {entry}; here is {given}");
        var values = new Dictionary<string, object?>();
        foreach (var (field, value) in given.Fields ?? new Dictionary<string, RecipeNode>())
        {
            var known = entry.Fields.FirstOrDefault(f => f.Name == field)
                ?? throw value.Wrong($"{name} has no field \"{field}\"{Spelling.Hint(field, [.. entry.Fields.Select(f => f.Name)])}");
            values[field] = FieldValue.Read(value, known.Type, $"{name}'s {field}");
        }
        if (entry.Fields.FirstOrDefault(f => f.IsNeeded && !values.ContainsKey(f.Name)) is { } missing)
            throw given.Wrong($"{name} needs the field {missing.Name}");
        return new NamedObject(entry, node, values);
    }

    private static SortedDictionary<string, CatalogueEntry> All(Type kind) => Known.GetOrAdd(kind, static kind =>
    {
        var found = new SortedDictionary<string, CatalogueEntry>(StringComparer.Ordinal);
        foreach (var type in new HashSet<Assembly> { typeof(NamedAttribute).Assembly, typeof(Catalogue).Assembly, kind.Assembly }
            .SelectMany(a => a.GetExportedTypes().Concat(a == kind.Assembly ? a.GetTypes().Where(t => !t.IsPublic) : [])).Distinct())
        {
            if (!type.IsAbstract && type.IsAssignableTo(kind) && type.GetCustomAttribute<NamedAttribute>() is { } named)
                found.Add(named.Name, new CatalogueEntry(type, named));
        }
        return found;
    });

    private static string Example(SortedDictionary<string, CatalogueEntry> all) =>
        all.Values.FirstOrDefault(e => e.Fields.Count > 0)?.ToString() ?? all.Keys.FirstOrDefault() ?? "(there are none)";

    // LrSchedule is said as "schedule".
    private static string Said(Type kind) => kind.Name switch
    {
        nameof(LrSchedule) => "schedule",
        nameof(Optimizer) => "optimizer",
        nameof(Criterion) => "criterion",
        nameof(Transform) => "transform",
        var other => other,
    };
}
