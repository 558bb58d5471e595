// Where recipes lie.
using Engine;

namespace CnnCompute;

/// <summary>
/// The recipes that come with the program: in <c>Plugins/CnnCompute/Recipes</c> of the repository, else in <c>Recipes</c> beside the plugin.
/// </summary>
public static class RecipeFiles
{
    private const string Ending = ".yaml";

    /// <summary>The folder; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Names of the recipes, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names => Folder is null ? []
        : [.. Directory.GetFiles(Folder, $"*{Ending}").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    /// <summary>The file of a recipe: a path, or a name among <see cref="Names"/>.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message names the nearest.</exception>
    public static string PathOf(string recipe)
    {
        if (File.Exists(recipe))
            return recipe;
        if (Folder is not null && Path.Combine(Folder, recipe + Ending) is var path && File.Exists(path))
            return path;
        throw new FileNotFoundException($"no recipe is called \"{recipe}\", and no file{Spelling.Hint(recipe, Names)}", recipe);
    }

    private static string? Find()
    {
        string[] places =
        [
            Path.Combine(EnvironmentVariables.Home, "Plugins", "CnnCompute", "Recipes"),
            Path.Combine(Path.GetDirectoryName(typeof(RecipeFiles).Assembly.Location) ?? ".", "Recipes"),
            Path.Combine(AppContext.BaseDirectory, "Recipes"),
        ];
        return places.FirstOrDefault(Directory.Exists);
    }
}
