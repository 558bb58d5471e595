// An enum or a set of flag bits with its members' values.
using System.Globalization;
using System.Xml.Linq;

namespace VulkanGenerator;

/// <summary>Members keep the registry's names and order; an alias has its target's value.</summary>
public sealed class VulkanEnum(string name, bool flags, bool wide)
{
    private readonly Dictionary<string, long> values = [];
    private readonly List<(string Name, string Target)> aliases = [];
    private readonly List<string> order = [];

    public string Name => name;

    public bool Flags => flags;

    /// <summary>64 bits instead of 32.</summary>
    public bool Wide => wide;

    public IEnumerable<(string Name, long Value)> Members
    {
        get
        {
            foreach ((string alias, string target) in aliases)
            {
                if (values.TryGetValue(target, out long value))
                    values[alias] = value;
            }

            return order.Where(values.ContainsKey).Select(member => (member, values[member]));
        }
    }

    /// <summary>Adds a registry element; <paramref name="extension"/> numbers the block of values an offset counts in.</summary>
    public void Add(XElement element, int extension)
    {
        string member = (string)element.Attribute("name")!;
        if (order.Contains(member))
            return;
        order.Add(member);
        if (element.Attribute("alias") is { } alias)
            aliases.Add((member, alias.Value));
        else
            values[member] = Value(element, extension);
    }

    private static long Value(XElement element, int extension)
    {
        if (element.Attribute("bitpos") is { } position)
            return 1L << (int)position;
        if (element.Attribute("value") is { } value)
        {
            return value.Value.StartsWith("0x", StringComparison.Ordinal)
                ? long.Parse(value.Value.AsSpan(2).TrimEnd("UL"), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : (long)value;
        }

        // Registry, "Assigning extension token values": blocks of 1000 from 1000000000 on.
        int number = (int?)element.Attribute("extnumber") ?? extension;
        long offset = 1_000_000_000L + (number - 1) * 1000L + (int)element.Attribute("offset")!;
        return (string?)element.Attribute("dir") == "-" ? -offset : offset;
    }
}
