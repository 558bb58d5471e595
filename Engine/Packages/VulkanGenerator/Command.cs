// One command (function) of the registry.
using System.Xml.Linq;

namespace VulkanGenerator;

public sealed record Command(string Name, string Returns, Declaration[] Parameters)
{
    public static Command Parse(XElement element)
    {
        XElement proto = element.Element("proto")!;
        return new Command(
            (string)proto.Element("name")!, (string)proto.Element("type")!,
            [.. element.Elements("param").Where(Registry.IsVulkan).Select(Declaration.Parse)]);
    }
}
