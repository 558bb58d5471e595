// What a keyboard said within one frame, in its order.
namespace Engine;

/// <summary>A key that went down, or else a character that was typed.</summary>
/// <param name="Key">The key; <see cref="Key.Unknown"/> for a character.</param>
/// <param name="Character">The character; none for a key.</param>
internal readonly record struct Stroke(Key Key, char Character);

/// <summary>Keys and characters of one frame; reuses its memory.</summary>
internal sealed class Strokes
{
    private Stroke[] all = new Stroke[64];
    private char[] text = new char[64];
    private int count, length;

    /// <summary>All of them.</summary>
    public ReadOnlySpan<Stroke> All => all.AsSpan(0, count);

    /// <summary>The characters alone.</summary>
    public ReadOnlySpan<char> Text => text.AsSpan(0, length);

    /// <summary>Adds one behind.</summary>
    public void Add(Stroke stroke)
    {
        if (count == all.Length)
        {
            Array.Resize(ref all, 2 * count);
            Array.Resize(ref text, 2 * count);
        }
        all[count++] = stroke;
        if (stroke.Key == Key.Unknown && stroke.Character != default)
            text[length++] = stroke.Character;
    }

    /// <summary>Forgets them.</summary>
    public void Clear() => (count, length) = (0, 0);
}
