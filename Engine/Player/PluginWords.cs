// What plugins add to the command line, each word by one of them alone.
using System.CommandLine;
using Engine;

namespace Player;

/// <summary>Verbs, and options of <c>play</c>, with the plugins they come from.</summary>
internal static class PluginWords
{
    /// <summary>The verbs of all plugins.</summary>
    /// <exception cref="InvalidOperationException">Two plugins bring one verb, or one brings a verb that the program has.</exception>
    public static IReadOnlyList<Command> Verbs(IEnumerable<IPlugin> plugins, IEnumerable<string> taken) =>
        Distinct("verb", plugins.OfType<ICommandLinePlugin>().SelectMany(p => p.Commands().Select(c => (c.Name, NameOf(p), c))), taken);

    /// <summary>The options that all plugins add to <c>play</c>.</summary>
    /// <exception cref="InvalidOperationException">Two plugins bring one option, or one brings an option that <c>play</c> has.</exception>
    public static IReadOnlyList<PlayOption> PlayOptions(IEnumerable<IPlugin> plugins, IEnumerable<string> taken) =>
        Distinct("option of play,", plugins.OfType<ICommandLinePlugin>().SelectMany(p => p.PlayOptions().Select(o => (o.Name, NameOf(p), o))), taken);

    private static List<T> Distinct<T>(string what, IEnumerable<(string Word, string Plugin, T Thing)> brought, IEnumerable<string> taken)
    {
        var owners = taken.ToDictionary(word => word, _ => "the program itself");
        var found = new List<T>();
        foreach (var (word, plugin, thing) in brought)
        {
            if (!owners.TryAdd(word, $"the plugin {plugin}"))
            {
                throw new InvalidOperationException($"The plugin {plugin} brings the {what} {word}, which {owners[word]} brings too: remove one of "
                    + "them, or build it with another name.");
            }
            found.Add(thing);
        }
        return found;
    }

    private static string NameOf(IPlugin plugin) => plugin.GetType().Assembly.GetName().Name!;
}
