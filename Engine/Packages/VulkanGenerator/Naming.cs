// The package's naming rules for everything except enum members.
using System.Text;
using System.Text.RegularExpressions;

namespace VulkanGenerator;

/// <summary>From Vulkan's C names to the C# names.</summary>
public static partial class Naming
{
    private static readonly HashSet<string> keywords = ["event", "object", "in", "out", "ref", "params", "base", "fixed", "lock", "string", "default"];

    /// <summary>VkSurfaceKHR → SurfaceKHR, VkAccessFlagBits2 → AccessFlags2, PFN_vkFreeFunction → PfnFreeFunction.</summary>
    public static string Type(string name)
    {
        if (name.StartsWith("PFN_vk", StringComparison.Ordinal))
            return "Pfn" + name["PFN_vk".Length..];
        string bare = name.StartsWith("Vk", StringComparison.Ordinal) ? name[2..] : name;
        return bare.Replace("FlagBits", "Flags", StringComparison.Ordinal);
    }

    /// <summary>The enum of bits that belongs to a bitmask type: VkAccessFlags2 → VkAccessFlagBits2.</summary>
    public static string BitsOf(string flags) => flags.Replace("Flags", "FlagBits", StringComparison.Ordinal);

    /// <summary>vkCmdDispatch → CmdDispatch; an extension's command loses its vendor too.</summary>
    public static string Command(string name, string vendor = "") =>
        vendor.Length > 0 && name.EndsWith(vendor, StringComparison.Ordinal) ? name[2..^vendor.Length] : name[2..];

    /// <summary>"KHR" of "VK_KHR_surface".</summary>
    public static string Vendor(string extension) => extension.Split('_')[1];

    /// <summary>VK_EXT_debug_utils → ExtDebugUtils.</summary>
    public static string ExtensionClass(string extension) => string.Concat(extension.Split('_')[1..].Select(Capitalised));

    /// <summary>A parameter keeps Vulkan's name.</summary>
    public static string Parameter(string name) => keywords.Contains(name) ? "@" + name : name;

    /// <summary>
    /// pNext → PNext, vendorID → VendorID, deviceUUID → DeviceUuid, deviceLUIDValid → DeviceLuidvalid: runs of three and more capitals collapse,
    /// swallowing the next word's first letter.
    /// </summary>
    public static string Field(string name) =>
        string.Concat(name.Split('_').Select((part, i) => i > 0 && char.IsAsciiDigit(part[0]) ? "_" + part : Collapsed(part)));

    /// <summary>VK_MAX_MEMORY_TYPES → MaxMemoryTypes.</summary>
    public static string Constant(string name) => string.Concat(name.Split('_')[1..].Select(Capitalised));

    private static string Collapsed(string word) =>
        Capitals().Replace(char.ToUpperInvariant(word[0]) + word[1..], m => Capitalised(m.Value));

    private static string Capitalised(string word)
    {
        var text = new StringBuilder(word.ToLowerInvariant());
        text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }

    // Two capitals stay: the PN of "PNext", the ID of "VendorID".
    [GeneratedRegex("[A-Z]{3,}")]
    private static partial Regex Capitals();
}
