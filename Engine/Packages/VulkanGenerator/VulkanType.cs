// One type of the registry.
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VulkanGenerator;

/// <summary>
/// Category is the registry's: struct, union, handle, bitmask, enum, funcpointer, basetype, define.
/// Base is what a bitmask or basetype is a typedef of, or the macro of a handle.
/// </summary>
public sealed partial record VulkanType(string Name, string Category, string? Alias, string? Base, Declaration[] Members)
{
    /// <summary>What a function pointer returns, as C text; empty for other types.</summary>
    public string Returns { get; private init; } = "";

    public static VulkanType Parse(XElement element)
    {
        string name = (string?)element.Attribute("name") ?? (string?)element.Element("name") ?? "";
        string category = (string?)element.Attribute("category") ?? "";
        string? alias = (string?)element.Attribute("alias");
        return category == "funcpointer"
            ? ParseFunctionPointer(element, name)
            : new VulkanType(name, category, alias, (string?)element.Element("type"),
                [.. element.Elements("member").Where(Registry.IsVulkan).Select(Declaration.Parse)]);
    }

    private static VulkanType ParseFunctionPointer(XElement element, string name)
    {
        string text = element.Value;
        string returns = text["typedef ".Length..text.IndexOf('(', StringComparison.Ordinal)].Trim();
        string parameters = text[(text.IndexOf(name, StringComparison.Ordinal) + name.Length)..];
        Declaration[] members =
        [
            .. Parameter().Matches(parameters).Select(m => new Declaration(
                m.Groups[2].Value, m.Groups[4].Value, m.Groups[3].Value.Count(c => c == '*'), m.Groups[1].Success, [])),
        ];
        return new VulkanType(name, "funcpointer", null, null, members) { Returns = returns };
    }

    [GeneratedRegex(@"(const\s+)?(\w+)\s*(\**)\s+(\w+)\s*[,)]")]
    private static partial Regex Parameter();
}
