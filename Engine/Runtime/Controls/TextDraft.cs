// A line of text being edited: its characters and the caret between two of them.
namespace Engine;

/// <summary>UTF-16; what stands for one character in two is never parted. What does not fit is left out.</summary>
internal sealed class TextDraft
{
    /// <summary>The most characters.</summary>
    public const int Most = 512;

    private readonly char[] characters = new char[Most];
    private int length;

    /// <summary>What it says.</summary>
    public ReadOnlySpan<char> Text => characters.AsSpan(0, length);

    /// <summary>The caret, counted in characters before it.</summary>
    public int Caret { get; private set; }

    /// <summary>Replaces all of it; the caret stands behind.</summary>
    public void Set(ReadOnlySpan<char> text)
    {
        Caret = length = Math.Min(text.Length, Most);
        text[..length].CopyTo(characters);
    }

    /// <summary>Puts the caret somewhere.</summary>
    public void MoveTo(int place)
    {
        Caret = Math.Clamp(place, 0, length);
        if (IsParted(Caret))
            Caret--;
    }

    /// <summary>Adds a character before the caret.</summary>
    public void Insert(char character)
    {
        if (length == Most)
            return;
        characters.AsSpan(Caret, length - Caret).CopyTo(characters.AsSpan(Caret + 1));
        characters[Caret++] = character;
        length++;
    }

    /// <summary>Does what a key does in a line of text; nothing for all others.</summary>
    public void Edit(Key key)
    {
        switch (key)
        {
            case Key.Backspace:
                Remove(Before(Caret), Caret);
                break;
            case Key.Delete:
                Remove(Caret, After(Caret));
                break;
            case Key.Left:
                Caret = Before(Caret);
                break;
            case Key.Right:
                Caret = After(Caret);
                break;
            case Key.Home or Key.Up:
                Caret = 0;
                break;
            case Key.End or Key.Down:
                Caret = length;
                break;
        }
    }

    private void Remove(int from, int to)
    {
        characters.AsSpan(to, length - to).CopyTo(characters.AsSpan(from));
        length -= to - from;
        Caret = from;
    }

    private int Before(int place) => place == 0 ? 0 : IsParted(place - 1) ? place - 2 : place - 1;

    private int After(int place) => place == length ? length : IsParted(place + 1) ? place + 2 : place + 1;

    private bool IsParted(int place) =>
        place > 0 && place < length && char.IsHighSurrogate(characters[place - 1]) && char.IsLowSurrogate(characters[place]);
}
