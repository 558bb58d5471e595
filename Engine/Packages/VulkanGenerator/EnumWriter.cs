// Enums and flags.
using System.Globalization;
using System.Text;

namespace VulkanGenerator;

public static class EnumWriter
{
    // Later registries define bits for these: the package has an enum where this registry has none yet.
    private static readonly HashSet<string> bitsComeLater = ["VkMemoryMapFlags", "VkQueryPoolCreateFlags", "VkShaderModuleCreateFlags"];

    /// <summary>Whether a bitmask type is an enum in C#; otherwise it is a plain integer.</summary>
    public static bool HasEnum(Registry registry, string flags) =>
        bitsComeLater.Contains(flags)
        || (registry.Enums.TryGetValue(Naming.BitsOf(flags), out VulkanEnum? bits) && bits.Members.Any());

    public static string Write(Registry registry, Selection selection)
    {
        var enums = new SortedDictionary<string, VulkanEnum>(StringComparer.Ordinal);
        foreach (VulkanType type in selection.Types)
        {
            if (type.Category == "enum" && registry.Enums.TryGetValue(type.Name, out VulkanEnum? plain) && plain.Members.Any())
                enums[Naming.Type(type.Name)] = plain;
            else if (type.Category == "bitmask" && HasEnum(registry, type.Name))
                enums[Naming.Type(type.Name)] = registry.Enums.GetValueOrDefault(Naming.BitsOf(type.Name)) ?? new VulkanEnum(type.Name, true, false);
        }

        return string.Join('\n', enums.Select(e => Write(e.Key, e.Value)));
    }

    private static string Write(string name, VulkanEnum source)
    {
        var text = new StringBuilder();
        text.Append(source.Flags ? "[Flags]\n" : "").Append($"public enum {name}{(source.Wide ? " : long" : " : int")}\n{{\n");
        int prefix = source.Members.Any() ? EnumNaming.PrefixLength(source) : 0;
        var members = new Dictionary<string, long>();
        if (source.Flags)
            members["None"] = 0;
        foreach ((string member, long value) in source.Members)
            members.TryAdd(EnumNaming.Member(member, prefix), value);
        foreach ((string member, long value) in members)
            text.Append($"    {member} = {Literal(source, value)},\n");
        return text.Append("}\n").ToString();
    }

    private static string Literal(VulkanEnum source, long value) =>
        source.Flags && !source.Wide && value != 0
            ? value > int.MaxValue ? $"unchecked((int)0x{value:X})" : $"0x{value:X}"
            : source.Wide && value != 0 ? $"0x{value:X}" : value.ToString(CultureInfo.InvariantCulture);
}
