// The package's naming rules for enum members.
using System.Text;
using System.Text.RegularExpressions;

namespace VulkanGenerator;

public static partial class EnumNaming
{
    /// <summary>
    /// How many characters all members of an enum lose: the longest run of leading words that the enum's own name and all members share; one word
    /// less where a member would begin with a digit. A shared run counts even where it ends inside a member's word, and the character after it
    /// goes too: VK_COLORSPACE_SRGB_NONLINEAR_KHR becomes PaceSrgbNonlinearKhr, as in the package.
    /// </summary>
    public static int PrefixLength(VulkanEnum vulkanEnum)
    {
        string[] words = OwnName(vulkanEnum.Name).Split('_');
        string[] members = [.. vulkanEnum.Members.Select(m => m.Name)];
        int count = words.Length;
        string Prefix() => string.Join('_', words[..count]);
        while (count > 1 && !members.All(m => m.StartsWith(Prefix(), StringComparison.Ordinal) && m.Length > Prefix().Length + 1))
            count--;
        if (count > 1 && members.Any(m => char.IsAsciiDigit(m[Prefix().Length + 1])))
            count--;
        return Prefix().Length + 1;
    }

    /// <summary>A member's words in Pascal case: vendors too, except NV; ID keeps its capitals.</summary>
    public static string Member(string name, int prefixLength) =>
        string.Concat(name[prefixLength..].Split('_', StringSplitOptions.RemoveEmptyEntries).Select(Word));

    // VkDebugUtilsMessageSeverityFlagBitsEXT → VK_DEBUG_UTILS_MESSAGE_SEVERITY, VkAccessFlagBits2 → VK_ACCESS_2
    private static string OwnName(string type)
    {
        string bare = VendorSuffix().Replace(type, "").Replace("FlagBits", "", StringComparison.Ordinal);
        return WordStart().Replace(bare, "_$0").TrimStart('_').ToUpperInvariant();
    }

    private static string Word(string word)
    {
        if (word is "NV" or "ID")
            return word;
        var text = new StringBuilder();
        foreach (Match run in LettersOrDigits().Matches(word))
        {
            // Beside digits one or two letters are component names: R8G8B8A8, BC1, 2D; more are a word: Uint16, Pack32, 16Bit.
            bool component = run.Value.Length <= 2 && run.Value.Length < word.Length;
            text.Append(component ? run.Value : run.Value[..1] + run.Value[1..].ToLowerInvariant());
        }

        return text.ToString();
    }

    [GeneratedRegex("(?<=[a-z0-9])(KHR|EXT|NV|AMD|INTEL|GOOGLE|QCOM|ARM|HUAWEI|VALVE|FUCHSIA|LUNARG|NVX|SEC)$")]
    private static partial Regex VendorSuffix();

    [GeneratedRegex("[A-Z][a-z]*|[0-9]+")]
    private static partial Regex WordStart();

    [GeneratedRegex("[A-Za-z]+|[0-9]+")]
    private static partial Regex LettersOrDigits();
}
