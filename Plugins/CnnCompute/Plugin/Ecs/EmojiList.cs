// The emoji that networks learn to name.
using System.Reflection;

namespace CnnCompute;

/// <summary>Characters with their names in the Unicode list, in the order of the classes.</summary>
public static class EmojiList
{
    private static readonly Lazy<(string Text, string Name)[]> All = new(Read);

    /// <summary>How many there are.</summary>
    public static int Count => All.Value.Length;

    /// <summary>The first <paramref name="count"/>: what is drawn, and what it is called.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 2, or more than there are.</exception>
    public static IReadOnlyList<(string Text, string Name)> First(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count);
        return All.Value[..count];
    }

    private static (string, string)[] Read()
    {
        using var text = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("emoji.txt")!);
        var emoji = new List<(string, string)>();
        while (text.ReadLine() is { } line)
        {
            if (line is [not '#', ..] && line.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
                emoji.Add((line[..space], line[(space + 1)..]));
        }
        return [.. emoji];
    }
}
