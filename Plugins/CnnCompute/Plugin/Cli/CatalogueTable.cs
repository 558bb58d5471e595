// What recipes can name, as tables.
using Engine;
using Spectre.Console;

namespace CnnCompute;

/// <summary>Lists of names with their fields, read from the code that recipes are read with: <c>cnn train --list optimizers</c>.</summary>
internal static class CatalogueTable
{
    private const int Width = 150;

    private static readonly IReadOnlyDictionary<string, Func<IEnumerable<(string Name, string Text, string Fields)>>> Lists =
        new Dictionary<string, Func<IEnumerable<(string, string, string)>>>
        {
            ["optimizers"] = Of<Optimizer>,
            ["schedules"] = Of<LrSchedule>,
            ["transforms"] = Of<Transform>,
            ["criteria"] = Of<Criterion>,
            ["initializations"] = () => Of<Initialization>().Concat(Of<DataInitialization>()),
            ["models"] = Models,
            ["recipes"] = Recipes,
        };

    /// <summary>What can be listed.</summary>
    public static IReadOnlyCollection<string> Kinds => [.. Lists.Keys];

    /// <summary>Prints a list.</summary>
    /// <exception cref="ArgumentException">There is no such list; the nearest is named.</exception>
    public static void Write(string kind)
    {
        if (!Lists.TryGetValue(kind, out var list))
        {
            throw new ArgumentException($"--list {kind}: there is no such list{Spelling.Hint(kind, [.. Lists.Keys])}; "
                + $"there are {string.Join(", ", Lists.Keys)}");
        }
        var table = new Table { Border = TableBorder.Simple }.AddColumns("name", "what it is; fields and what they are by themselves");
        foreach (var (name, text, fields) in list())
            table.AddRow(Markup.Escape(name), Markup.Escape(fields.Length > 0 ? $"{text}\n{fields}" : text));
        Output.Write(Width, table);
    }

    private static IEnumerable<(string, string, string)> Of<T>() =>
        Catalogue.Of<T>().Select(e => (e.Name, e.Description, e.Fields.Count > 0 ? $"{{{string.Join(", ", e.Fields)}}}" : ""));

    // Recipes write fields of models as those of all else.
    private static IEnumerable<(string, string, string)> Models() => Zoo.Models.Select(m => (m.Name,
        $"{(m.Channels == 1 ? "grey" : "colour")} pictures; it was designed for {m.Width}×{m.Height}",
        Zoo.FieldsOf(m.Name) is { Count: > 0 } fields ? $"{{{string.Join(", ", fields).Replace("=", ": ", StringComparison.Ordinal)}}}" : ""));

    private static IEnumerable<(string, string, string)> Recipes()
    {
        foreach (var name in RecipeFiles.Names)
        {
            var recipe = TrainingRecipe.Load(RecipeFiles.PathOf(name));
            yield return (name, recipe.Description, string.Join('\n', recipe.Notes.Select(n => $"{n.Key}: {n.Value}")));
        }
    }
}
