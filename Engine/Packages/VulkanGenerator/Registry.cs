// The registry file vk.xml as a model: types, enums, commands, versions, extensions.
using System.Globalization;
using System.Xml.Linq;

namespace VulkanGenerator;

/// <summary>A parsed vk.xml; aliases are kept as aliases.</summary>
public sealed class Registry
{
    private Registry(XElement root)
    {
        foreach (XElement type in root.Elements("types").Elements("type").Where(IsVulkan))
        {
            var parsed = VulkanType.Parse(type);
            if (parsed.Name.Length > 0)
                Types[parsed.Name] = parsed;
        }

        foreach (XElement command in root.Elements("commands").Elements("command").Where(c => IsVulkan(c) && c.Attribute("alias") is null))
        {
            var parsed = Command.Parse(command);
            Commands[parsed.Name] = parsed;
        }

        Features = [.. root.Elements("feature").Where(IsVulkan)];
        Extensions =
        [
            .. root.Elements("extensions").Elements("extension")
                .Where(e => ((string?)e.Attribute("supported") ?? "").Split(',').Contains("vulkan"))
                .Select(e => new Extension((string)e.Attribute("name")!, (int)e.Attribute("number")!, (string?)e.Attribute("type"), e)),
        ];
        Constants = root.Elements("enums").Single(e => (string?)e.Attribute("name") == "API Constants");
        ReadEnums(root);
        XElement version = root.Elements("types").Elements("type")
            .Single(t => (string?)t.Element("name") == "VK_HEADER_VERSION" && (string?)t.Attribute("category") == "define");
        string patch = version.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^1].Trim();
        HeaderVersion = $"{((string)Features[^1].Attribute("number")!)}.{patch}";
    }

    /// <summary>For example "1.3.239".</summary>
    public string HeaderVersion { get; }

    public Dictionary<string, VulkanType> Types { get; } = [];

    public Dictionary<string, Command> Commands { get; } = [];

    public Dictionary<string, VulkanEnum> Enums { get; } = [];

    public XElement Constants { get; }

    public XElement[] Features { get; }

    public Extension[] Extensions { get; }

    public static Registry Load(string path) => new(XDocument.Load(path).Root!);

    /// <summary>An array length of the C header: a number or a constant's name.</summary>
    public int Length(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        ? number
        : (int)Constants.Elements("enum").Single(e => (string?)e.Attribute("name") == text).Attribute("value")!;

    /// <summary>Follows a type's aliases to the type itself.</summary>
    public VulkanType? Resolve(string name)
    {
        VulkanType? type = Types.GetValueOrDefault(name);
        return type?.Alias is null ? type : Resolve(type.Alias);
    }

    internal static bool IsVulkan(XElement element) =>
        element.Attribute("api") is not { } api || api.Value.Split(',').Contains("vulkan");

    // Members come from the enum's own block, then from every version and extension that extends it.
    private void ReadEnums(XElement root)
    {
        foreach (XElement block in root.Elements("enums").Where(e => e.Attribute("type") is not null))
        {
            var parsed = new VulkanEnum(
                (string)block.Attribute("name")!, (string?)block.Attribute("type") == "bitmask", (string?)block.Attribute("bitwidth") == "64");
            Enums[parsed.Name] = parsed;
            foreach (XElement member in block.Elements("enum").Where(IsVulkan))
                parsed.Add(member, extension: 0);
        }

        foreach (XElement feature in Features)
            Extend(feature, extension: 0);
        foreach (Extension extension in Extensions)
            Extend(extension.Element, extension.Number);
    }

    private void Extend(XElement block, int extension)
    {
        foreach (XElement member in block.Elements("require").Where(IsVulkan).Elements("enum").Where(IsVulkan))
        {
            if (member.Attribute("extends") is { } target && Enums.TryGetValue(target.Value, out VulkanEnum? parsed))
                parsed.Add(member, extension);
        }
    }
}
