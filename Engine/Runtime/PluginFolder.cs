// Finds the plugins beside the program, and loads each with its own dependencies, after the plugins that it uses.
using System.Reflection;

namespace Engine;

/// <summary>
/// Loading of Plugins/NAME/NAME.dll. Assemblies the program itself has (Engine above all) are shared with it, those of a plugin that another one uses
/// (<see cref="PluginDependencyAttribute"/>) with that one; all others are the plugin's own.
/// </summary>
public static class PluginFolder
{
    /// <summary>The folder in which plugins are looked for: Plugins beside the program.</summary>
    public static string Default => Path.Combine(AppContext.BaseDirectory, "Plugins");

    /// <summary>
    /// All plugins below a folder, by name, but each behind those that it uses; none where the folder is absent. Throws InvalidOperationException
    /// naming the plugin that cannot be loaded, or those that need each other.
    /// </summary>
    public static IReadOnlyList<IPlugin> Load(string? folder = null)
    {
        folder ??= Default;
        if (!Directory.Exists(folder))
            return [];
        var files = Directory.GetDirectories(folder).ToDictionary(f => Path.GetFileName(f), FileOf);
        var needs = files.ToDictionary(f => f.Key, f => Guarded(f.Key, f.Value, () => PluginNeeds.Of(f.Value, files.Keys)));
        var contexts = new Dictionary<string, PluginContext>();
        return [.. InOrder(needs, files).Select(name =>
        {
            var context = contexts[name] = new PluginContext(files[name], [.. needs[name].Select(n => contexts[n])]);
            return Guarded(name, files[name], () => LoadOne(name, files[name], context));
        })];
    }

    private static string FileOf(string folder)
    {
        var name = Path.GetFileName(folder);
        var file = Path.GetFullPath(Path.Combine(folder, name + ".dll"));
        return File.Exists(file) ? file : throw new InvalidOperationException($"Plugin {name} has no {file}: build it, or remove its folder.");
    }

    // By name, each after what it needs.
    private static List<string> InOrder(Dictionary<string, IReadOnlyList<string>> needs, Dictionary<string, string> files)
    {
        var order = new List<string>();
        var under = new List<string>();
        foreach (var name in needs.Keys.Order(StringComparer.Ordinal))
            Visit(name);
        return order;

        void Visit(string name)
        {
            if (order.Contains(name))
                return;
            if (under.Contains(name))
            {
                var circle = string.Join(" → ", under.Skip(under.IndexOf(name)).Append(name));
                throw new InvalidOperationException($"Plugins need each other in a circle ({circle}), so none can be loaded first: one of them must "
                    + "go without another.");
            }
            under.Add(name);
            foreach (var other in needs[name])
            {
                if (!needs.ContainsKey(other))
                {
                    throw new InvalidOperationException(
                        $"Plugin {name} needs the plugin {other}, which is not there: install it beside {Path.GetDirectoryName(files[name])}, or "
                        + $"remove {name}.");
                }
                Visit(other);
            }
            under.RemoveAt(under.Count - 1);
            order.Add(name);
        }
    }

    private static IPlugin LoadOne(string name, string file, PluginContext context)
    {
        Type[] types = [.. context.LoadFromAssemblyPath(file).GetExportedTypes()
            .Where(t => t is { IsAbstract: false, IsInterface: false } && typeof(IPlugin).IsAssignableFrom(t))];
        if (types.Length != 1)
        {
            throw new InvalidOperationException(
                $"Plugin {name} has {types.Length} public classes that implement IPlugin; it needs exactly one ({file}).");
        }
        return (IPlugin)Activator.CreateInstance(types[0])!;
    }

    private static T Guarded<T>(string name, string file, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (error is BadImageFormatException or IOException or TypeLoadException or MissingMethodException
            or TargetInvocationException or UnauthorizedAccessException)
        {
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            // That a class has no constructor without parameters is told by such an error too.
            if (error is not MissingMethodException && InputError.IsMissingCode(cause))
                throw new InvalidOperationException(PluginMismatch.Sentence(name, cause), error);
            throw new InvalidOperationException($"Plugin {name} could not be loaded from {file}: {cause.Message}", error);
        }
    }
}
