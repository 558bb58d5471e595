// A keyboard.
namespace Silk.NET.Input;

/// <summary>Events carry the keyboard, the key and its scancode. KeyDown is not raised for repeats; KeyChar is.</summary>
public interface IKeyboard : IInputDevice
{
    event Action<IKeyboard, Key, int>? KeyDown;

    event Action<IKeyboard, Key, int>? KeyUp;

    /// <summary>A character of text, cut to 16 bits.</summary>
    event Action<IKeyboard, char>? KeyChar;

    IReadOnlyList<Key> SupportedKeys { get; }

    string ClipboardText { get; set; }

    bool IsKeyPressed(Key key);

    bool IsScancodePressed(int scancode);

    void BeginInput();

    void EndInput();
}
