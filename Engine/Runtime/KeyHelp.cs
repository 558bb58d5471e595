// What the keys of the running scene do: systems that listen to keys say so here, the player and labels show it.
namespace Engine;

/// <summary>
/// The keys of an app, in the order they were added. A system that listens to a key adds a line where it attaches to its first component, so that
/// only scenes with such a component list it; adding it again changes nothing:
/// <code>
/// frame.App.Shared(_ => new KeyHelp()).Add("N", "next style");    // where it attaches
/// if (frame.Input.WasPressed(Key.N)) …                            // every frame
/// </code>
/// Esc, Space, P, F3 and F11 are the player's. A key's name is what is printed on it; several that belong together are written as one, such as
/// <c>← →</c> or <c>1…9</c>. A <see cref="KeyLegend"/> shows the list on a label; <c>cnn play</c> prints it.
/// </summary>
public sealed class KeyHelp
{
    private readonly List<(string Keys, string What)> lines = [];

    /// <summary>Keys, and what they do.</summary>
    public IReadOnlyList<(string Keys, string What)> Lines => lines;

    /// <summary>Says that <paramref name="keys"/> do <paramref name="what"/>, a few small words: <c>next style</c>.</summary>
    public void Add(string keys, string what)
    {
        if (!lines.Contains((keys, what)))
            lines.Add((keys, what));
    }

    /// <summary>
    /// As one text: keys, a space and what they do, with <paramref name="separator"/> between two and a line break after every
    /// <paramref name="perLine"/>, where that is not 0, and wherever a line would otherwise be too wide.
    /// </summary>
    public string Text(string separator, int perLine = 0, Func<string, bool>? isTooWide = null)
    {
        var (text, line, count) = (new System.Text.StringBuilder(), "", 0);
        foreach (var (keys, what) in lines)
        {
            var entry = $"{keys} {what}";
            var longer = count == 0 ? entry : $"{line}{separator}{entry}";
            if (count > 0 && ((perLine > 0 && count >= perLine) || isTooWide?.Invoke(longer) == true))
            {
                text.Append(line).Append('\n');
                (longer, count) = (entry, 0);
            }
            (line, count) = (longer, count + 1);
        }
        return text.Append(line).ToString();
    }
}
