// The part of the registry that is generated: what the chosen versions and extensions require, and all it depends on.
using System.Xml.Linq;

namespace VulkanGenerator;

public sealed class Selection
{
    private readonly Registry registry;
    private readonly string[] versions;
    private readonly HashSet<string> seen = [];

    /// <summary>An extension that the registry does not know is left out.</summary>
    public Selection(Registry registry, string[] versions, string[] extensions)
    {
        this.registry = registry;
        this.versions = versions;
        Extensions = [.. registry.Extensions.Where(e => extensions.Contains(e.Name))];
        XElement[] features = [.. registry.Features.Where(f => versions.Contains((string?)f.Attribute("name")))];
        CoreCommands = Commands(features.Elements("require"));
        foreach (XElement require in features.Elements("require").Concat(Extensions.SelectMany(Requires)))
        {
            foreach (XElement type in require.Elements("type"))
                Include((string)type.Attribute("name")!);
            foreach (Command command in Commands([require]))
                Include(command);
        }
    }

    public Extension[] Extensions { get; }

    public List<Command> CoreCommands { get; }

    /// <summary>Types in the registry's order of dependence, without aliases.</summary>
    public List<VulkanType> Types { get; } = [];

    public IEnumerable<VulkanType> Structs => Types.Where(t => t.Category is "struct" or "union");

    public List<Command> CommandsOf(Extension extension) => Commands(Requires(extension));

    private IEnumerable<XElement> Requires(Extension extension) => extension.Element.Elements("require").Where(r =>
        Registry.IsVulkan(r)
        && (r.Attribute("feature") is not { } feature || versions.Contains(feature.Value))
        && (r.Attribute("extension") is not { } other || Extensions.Any(e => e.Name == other.Value)));

    private List<Command> Commands(IEnumerable<XElement> requires) =>
    [
        .. requires.Elements("command").Select(c => (string)c.Attribute("name")!).Distinct()
            .Where(registry.Commands.ContainsKey).Select(name => registry.Commands[name]),
    ];

    private void Include(Command command)
    {
        Include(command.Returns);
        foreach (Declaration parameter in command.Parameters)
            Include(parameter.Type);
    }

    private void Include(string name)
    {
        if (registry.Resolve(name) is not { } type || !seen.Add(type.Name))
            return;
        foreach (Declaration member in type.Members)
            Include(member.Type);
        // A bitmask names its bits only by its own name.
        if (type.Category == "bitmask")
            Include(Naming.BitsOf(type.Name));
        Types.Add(type);
    }
}
