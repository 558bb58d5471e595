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
    private readonly bool[] laterPressed = new bool[keyCount];
    private readonly bool[] laterReleased = new bool[keyCount];
    private readonly bool[] laterButtonPressed = new bool[3];
    private Vector2 lastMouse, laterScroll;

    /// <summary>
    /// Whether events belong to the next frame: while something is loaded, part of this one's systems have looked already. What is held and where the
    /// mouse is changes at once.
    /// </summary>
    internal bool IsLater { get; set; }

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

    /// <summary>The key went down in this frame or, while <see cref="IsLater"/>, for the next.</summary>
    internal bool IsPressedNow(Key key) => pressed[(int)key] || laterPressed[(int)key];

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
        (IsLater ? laterPressed : pressed)[(int)key] = true;
    }

    /// <summary>Feeds it a key that goes up.</summary>
    public void Release(Key key)
    {
        down[(int)key] = false;
        (IsLater ? laterReleased : released)[(int)key] = true;
    }

    /// <summary>Feeds it a button that goes down; it is held until <see cref="Release(MouseButton)"/>.</summary>
    public void Press(MouseButton button)
    {
        buttonDown[(int)button] = true;
        (IsLater ? laterButtonPressed : buttonPressed)[(int)button] = true;
    }

    /// <summary>Feeds it a button that goes up.</summary>
    public void Release(MouseButton button) => buttonDown[(int)button] = false;

    /// <summary>Feeds it the place of the mouse, in pixels of the target from its top left corner.</summary>
    public void MoveMouse(Vector2 position) => Mouse = position;

    /// <summary>Feeds it steps of the wheel; those of one frame add up.</summary>
    public void Turn(Vector2 wheel)
    {
        if (IsLater)
            laterScroll += wheel;
        else
            Scroll += wheel;
    }

    /// <summary>Forgets what happened; what is held stays held. Events from here on belong to the next frame.</summary>
    internal void EndFrame()
    {
        Take(pressed, laterPressed);
        Take(released, laterReleased);
        Take(buttonPressed, laterButtonPressed);
        lastMouse = Mouse;
        (Scroll, laterScroll) = (laterScroll, Vector2.Zero);
    }

    private static void Take(bool[] now, bool[] later)
    {
        later.CopyTo(now.AsSpan());
        Array.Clear(later);
    }
}
