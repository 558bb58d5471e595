// Text that changes every frame without allocating.
namespace Engine;

/// <summary>
/// A line of text in a buffer of its own. Runtime component: a system writes it with <see cref="Set"/> or, formatted, with <c>buffer.Written(buffer.Free.TryWrite($"…", out var n) ? n : 0)</c>, DrawSystem shows it in place of the
/// label's fixed text.
/// </summary>
public sealed class TextBuffer
{
    private readonly char[] characters = new char[256];

    /// <summary>The text as it is now.</summary>
    public ReadOnlySpan<char> Text => characters.AsSpan(0, Length);

    /// <summary>Number of characters.</summary>
    public int Length { get; private set; }

    /// <summary>Replaces the text with a copy.</summary>
    public void Set(ReadOnlySpan<char> text)
    {
        Length = Math.Min(text.Length, characters.Length);
        text[..Length].CopyTo(characters);
    }

    /// <summary>Where to write a new text; follow with <see cref="Written"/>.</summary>
    public Span<char> Free => characters;

    /// <summary>Declares how many characters of <see cref="Free"/> are the text.</summary>
    public void Written(int length) => Length = Math.Clamp(length, 0, characters.Length);
}
