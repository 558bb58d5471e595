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

    /// <summary>Whether the key is held as the frame begins.</summary>
    public bool IsDown(Key key) => down[(int)key];

    /// <summary>The key went down in this frame, even where it is up again.</summary>
    public bool WasPressed(Key key) => pressed[(int)key];

    /// <summary>The key went up in this frame, even where it is down again.</summary>
    public bool WasReleased(Key key) => released[(int)key];

    /// <summary>Whether the button is held as the frame begins.</summary>
    public bool IsDown(MouseButton button) => buttonDown[(int)button];

    /// <summary>The button went down in this frame, even where it is up again.</summary>
    public bool WasPressed(MouseButton button) => buttonPressed[(int)button];

    /// <summary>Feeds it a key that goes down; it is held until <see cref="Release(Key)"/>.</summary>
    public void Press(Key key)
    {
        down[(int)key] = true;
        pressed[(int)key] = true;
    }

    /// <summary>Feeds it a key that goes up.</summary>
    public void Release(Key key)
    {
        down[(int)key] = false;
        released[(int)key] = true;
    }

    /// <summary>Feeds it a button that goes down; it is held until <see cref="Release(MouseButton)"/>.</summary>
    public void Press(MouseButton button)
    {
        buttonDown[(int)button] = true;
        buttonPressed[(int)button] = true;
    }

    /// <summary>Feeds it a button that goes up.</summary>
    public void Release(MouseButton button) => buttonDown[(int)button] = false;

    /// <summary>Feeds it the place of the mouse, in pixels of the target from its top left corner.</summary>
    public void MoveMouse(Vector2 position) => Mouse = position;

    /// <summary>Feeds it steps of the wheel; those of one frame add up.</summary>
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
