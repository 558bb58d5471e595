// A C declaration in the registry: a struct's member or a command's parameter.
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VulkanGenerator;

/// <summary>Type name, pointer depth, array lengths (as text) and the registry's notes on how the value is used.</summary>
public sealed partial record Declaration(string Type, string Name, int Pointers, bool Const, string[] Lengths)
{
    /// <summary>The value an sType member must have, or null.</summary>
    public string? Value { get; private init; }

    public string? Optional { get; private init; }

    /// <summary>For arrays: the parameter or member that holds the count.</summary>
    public string? CountedBy { get; private init; }

    public static Declaration Parse(XElement element)
    {
        var copy = new XElement(element);
        copy.Elements("comment").Remove();
        string type = (string)copy.Element("type")!, name = (string)copy.Element("name")!;
        string text = copy.Value;
        string beforeName = text[..text.LastIndexOf(name, StringComparison.Ordinal)];
        return new Declaration(
            type, name, beforeName.Count(c => c == '*'), beforeName.TrimStart().StartsWith("const ", StringComparison.Ordinal),
            [.. ArrayLength().Matches(text).Select(m => m.Groups[1].Value)])
        {
            Value = (string?)copy.Attribute("values"),
            Optional = (string?)copy.Attribute("optional"),
            CountedBy = (string?)copy.Attribute("len"),
        };
    }

    [GeneratedRegex(@"\[(\w+)\]")]
    private static partial Regex ArrayLength();
}
