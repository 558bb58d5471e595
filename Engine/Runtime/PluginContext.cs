// Where a plugin's assemblies are loaded: apart from other plugins', beside the program's and those of the plugins it uses.
using System.Reflection;
using System.Runtime.Loader;

namespace Engine;

/// <summary>One plugin's own assemblies; its name is the plugin's.</summary>
/// <param name="file">The plugin's assembly.</param>
/// <param name="uses">The plugins whose assemblies it shares, by all that they are made of.</param>
internal sealed class PluginContext(string file, IReadOnlyList<PluginContext> uses) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
{
    private static readonly HashSet<string> shared = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "")
        .Split(Path.PathSeparator).Select(path => Path.GetFileNameWithoutExtension(path)).ToHashSet();
    private readonly AssemblyDependencyResolver resolver = new(file);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName name)
    {
        // Null asks the default context: types that cross the border must be the same on both sides.
        if (name.Name is { } simple && shared.Contains(simple))
            return null;
        return FromUsed(name) ?? (resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null);
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string name) =>
        resolver.ResolveUnmanagedDllToPath(name) is { } path ? LoadUnmanagedDllFromPath(path) : 0;

    // What a plugin that it uses has, that one brings, even where a copy of it lies beside this one: two copies of a type are two types.
    private Assembly? FromUsed(AssemblyName name)
    {
        foreach (var used in uses)
        {
            if (used.FromUsed(name) is { } further)
                return further;
            if (used.resolver.ResolveAssemblyToPath(name) is not null)
                return used.LoadFromAssemblyName(name);
        }
        return null;
    }
}
