// Finds the plugins beside the program, and loads each with its own dependencies.
using System.Reflection;

namespace Engine;

/// <summary>
/// Loading of Plugins/NAME/NAME.dll. Assemblies the program itself has (Engine above all) are shared with it; all others are the plugin's own.
/// </summary>
public static class PluginFolder
{
    /// <summary>The folder in which plugins are looked for: Plugins beside the program.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "Plugins");

    /// <summary>
    /// All plugins below a folder, by name; none where the folder is absent. Throws InvalidOperationException naming the plugin that cannot be
    /// loaded.
    /// </summary>
    public static IReadOnlyList<IPlugin> Load(string? folder = null)
    {
        folder ??= Default;
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(LoadOne)];
    }

    private static IPlugin LoadOne(string folder)
    {
        var name = Path.GetFileName(folder);
        var file = Path.GetFullPath(Path.Combine(folder, name + ".dll"));
        if (!File.Exists(file))
            throw new InvalidOperationException($"Plugin {name} has no {file}: build it, or remove its folder.");
        try
        {
            var assembly = new PluginContext(file).LoadFromAssemblyPath(file);
            Type[] types = [.. assembly.GetExportedTypes()
                .Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(IPlugin).IsAssignableFrom(t))];
            if (types.Length != 1)
            {
                throw new InvalidOperationException(
                    $"Plugin {name} has {types.Length} public classes that implement IPlugin; it needs exactly one ({file}).");
            }
            return (IPlugin)Activator.CreateInstance(types[0])!;
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or TypeLoadException or MissingMethodException
            or TargetInvocationException)
        {
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            // That a class has no constructor without parameters is told by such an error too.
            if (error is not MissingMethodException && PluginMismatch.Is(cause))
                throw new InvalidOperationException(PluginMismatch.Sentence(name, cause), error);
            throw new InvalidOperationException($"Plugin {name} could not be loaded from {file}: {cause.Message}", error);
        }
    }
}
