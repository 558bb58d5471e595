// Where a plugin's assemblies are loaded: apart from other plugins', beside the program's.
using System.Reflection;
using System.Runtime.Loader;

namespace Engine;

/// <summary>One plugin's own assemblies; its name is the plugin's.</summary>
internal sealed class PluginContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
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
        return resolver.ResolveAssemblyToPath(name) is { } path ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string name) =>
        resolver.ResolveUnmanagedDllToPath(name) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
