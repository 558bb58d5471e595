// Keys and mouse as one frame sees them. A window feeds it; a test or a script may, too.
using System.Numerics;

namespace Engine;

/// <summary>What is held, and what went down or up since the frame before.</summary>
public sealed class Input
{
    private static readonly int keyCount = Enum.GetValues<Key>().Length;
    private readonly bool[] down = new bool[keyCount];
    private readonly bool[] pressed = new bool[keyCount];
    private readonly bool[] released = new bool[keyCount];
    private readonly bool[] buttonDown = new bool[3];
    private readonly bool[] buttonPressed = new bool[3];
    private Vector2 lastMouse;

    /// <summary>Pixels of the target, from its top left corner.</summary>
    public Vector2 Mouse { get; private set; }

    /// <summary>Pixels moved since the frame before.</summary>
    public Vector2 MouseDelta => Mouse - lastMouse;

    /// <summary>Wheel steps since the frame before; Y is up.</summary>
    public Vector2 Scroll { get; private set; }

    public bool IsDown(Key key) => down[(int)key];

    /// <summary>The key went down in this frame, even where it is up again.</summary>
    public bool WasPressed(Key key) => pressed[(int)key];

    public bool WasReleased(Key key) => released[(int)key];

    public bool IsDown(MouseButton button) => buttonDown[(int)button];

    public bool WasPressed(MouseButton button) => buttonPressed[(int)button];

    public void Press(Key key)
    {
        down[(int)key] = true;
        pressed[(int)key] = true;
    }

    public void Release(Key key)
    {
        down[(int)key] = false;
        released[(int)key] = true;
    }

    public void Press(MouseButton button)
    {
        buttonDown[(int)button] = true;
        buttonPressed[(int)button] = true;
    }

    public void Release(MouseButton button) => buttonDown[(int)button] = false;

    public void MoveMouse(Vector2 position) => Mouse = position;

    public void Turn(Vector2 wheel) => Scroll += wheel;

    /// <summary>Forgets what happened; what is held stays held. Events from here on belong to the next frame.</summary>
    internal void EndFrame()
    {
        Array.Clear(pressed);
        Array.Clear(released);
        Array.Clear(buttonPressed);
        lastMouse = Mouse;
        Scroll = Vector2.Zero;
    }
}
