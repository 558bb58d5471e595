// The constants of the class Vk.
using System.Text;
using System.Xml.Linq;

namespace VulkanGenerator;

public static class ConstantWriter
{
    public static string Write(Registry registry)
    {
        var text = new StringBuilder("public unsafe partial class Vk\n{\n");
        foreach (XElement constant in registry.Constants.Elements("enum").Where(e => e.Attribute("alias") is null))
        {
            string value = (string)constant.Attribute("value")!;
            bool wide = (string?)constant.Attribute("type") == "uint64_t";
            // VK_LOD_CLAMP_NONE is a float in C and a uint in the package.
            string number = value.Replace("ULL", "UL", StringComparison.Ordinal).Replace(".0F", "", StringComparison.OrdinalIgnoreCase);
            text.Append($"    public const {(wide ? "ulong" : "uint")} {Naming.Constant((string)constant.Attribute("name")!)} = {number};\n");
        }

        return text.Append("}\n").ToString();
    }
}
