// The keyboard of a GLFW window.
using System.Runtime.InteropServices;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed unsafe class GlfwKeyboard(nint window) : IKeyboard
{
    private const int Release = 0, Press = 1;
    private static readonly Key[] Keys = [.. Enum.GetValues<Key>().Where(key => key != Key.Unknown).Distinct()];
    private readonly HashSet<int> pressedScancodes = [];

    public event Action<IKeyboard, Key, int>? KeyDown;

    public event Action<IKeyboard, Key, int>? KeyUp;

    public event Action<IKeyboard, char>? KeyChar;

    public string Name => "Silk.NET Keyboard (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public IReadOnlyList<Key> SupportedKeys => Keys;

    public string ClipboardText
    {
        get => Marshal.PtrToStringUTF8((nint)NativeGlfw.glfwGetClipboardString(window)) ?? "";
        set => NativeGlfw.glfwSetClipboardString(window, value);
    }

    public bool IsKeyPressed(Key key) => key != Key.Unknown && NativeGlfw.glfwGetKey(window, (int)key) == Press;

    public bool IsScancodePressed(int scancode) => pressedScancodes.Contains(scancode);

    // A desktop keyboard has no on-screen part to show or hide.
    public void BeginInput()
    {
    }

    public void EndInput()
    {
    }

    /// <summary>GLFW's third action, the repeat, raises nothing.</summary>
    internal void Raise(Key key, int scancode, int action)
    {
        if (action == Press)
        {
            pressedScancodes.Add(scancode);
            KeyDown?.Invoke(this, key, scancode);
        }
        else if (action == Release)
        {
            pressedScancodes.Remove(scancode);
            KeyUp?.Invoke(this, key, scancode);
        }
    }

    internal void RaiseChar(char character) => KeyChar?.Invoke(this, character);
}
