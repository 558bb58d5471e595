// A plugin that does not fit the engine that loads it, told in one sentence.
using System.Diagnostics;
using System.Runtime.Loader;

namespace Engine;

/// <summary>
/// Recognises what the runtime throws where a plugin calls what this engine does not have: when the plugin is loaded, or as late as its code first
/// runs.
/// </summary>
public static class PluginMismatch
{
    /// <summary>The sentence about the plugin in whose code such an error arose; null for all other errors.</summary>
    public static string? Explain(Exception error)
    {
        if (!InputError.IsMissingCode(error))
            return null;
        foreach (var frame in new StackTrace(error).GetFrames())
        {
            if (frame.GetMethod() is { } method && AssemblyLoadContext.GetLoadContext(method.Module.Assembly) is PluginContext { Name: { } plugin })
                return Sentence(plugin, error);
        }
        return null;
    }

    /// <summary>What is wrong with <paramref name="plugin"/>, and what to do.</summary>
    internal static string Sentence(string plugin, Exception error)
    {
        var what = InputError.MissingAssembly(error) is { } missing && !missing.StartsWith("Engine", StringComparison.Ordinal)
            ? "lacks one of its own assemblies"
            : "was built against another version of the engine and does not fit this one";
        return $"Plugin {plugin} {what}: build it anew ({error.Message.Trim().TrimEnd('.')}).";
    }
}
