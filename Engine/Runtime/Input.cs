// Keys, typed text and mouse as one frame sees them. A window feeds it; a test or a script may, too.
using System.Numerics;

namespace Engine;

/// <summary>
/// What is held, and what went down or up since the frame before. Controls on the screen look first: what is typed into one, the keys that move one
/// and the mouse above one are theirs, and nobody else hears of them.
/// </summary>
public sealed class Input
{
    private static readonly int keyCount = Enum.GetValues<Key>().Length;
    private readonly bool[] down = new bool[keyCount];
    private readonly bool[] pressed = new bool[keyCount];
    private readonly bool[] released = new bool[keyCount];
    private readonly bool[] taken = new bool[keyCount];
    private readonly bool[] buttonDown = new bool[3];
    private readonly bool[] buttonPressed = new bool[3];
    private readonly bool[] buttonTaken = new bool[3];
    private readonly bool[] laterPressed = new bool[keyCount];
    private readonly bool[] laterReleased = new bool[keyCount];
    private readonly bool[] laterButtonPressed = new bool[3];
    private readonly Vector2[] pressedAt = new Vector2[3], releasedAt = new Vector2[3];
    private Strokes strokes = new(), laterStrokes = new();
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

    /// <summary>
    /// Whether the mouse is a control's in this frame: it is above one, or drags one. Buttons and wheel do nothing then for anybody else; who looks
    /// at its place alone asks this first.
    /// </summary>
    public bool IsMouseTaken { get; private set; }

    /// <summary>
    /// The characters typed since the frame before, as the keyboard's layout makes them (UTF-16): <c>é</c> where two keys make it. While a control
    /// takes text they are its own.
    /// </summary>
    public ReadOnlySpan<char> Typed => AreStrokesTaken ? [] : strokes.Text;

    /// <summary>Whether the key is held as the frame begins.</summary>
    public bool IsDown(Key key) => down[(int)key] && !taken[(int)key];

    /// <summary>The key went down in this frame, even where it is up again.</summary>
    public bool WasPressed(Key key) => pressed[(int)key];

    /// <summary>The key went down in this frame or, while <see cref="IsLater"/>, for the next.</summary>
    internal bool IsPressedNow(Key key) => pressed[(int)key] || laterPressed[(int)key];

    /// <summary>The key went up in this frame, even where it is down again.</summary>
    public bool WasReleased(Key key) => released[(int)key] && !taken[(int)key];

    /// <summary>Whether the button is held as the frame begins.</summary>
    public bool IsDown(MouseButton button) => buttonDown[(int)button] && !buttonTaken[(int)button];

    /// <summary>The button went down in this frame, even where it is up again.</summary>
    public bool WasPressed(MouseButton button) => buttonPressed[(int)button];

    /// <summary>Feeds it a key that goes down; it is held until <see cref="Release(Key)"/>.</summary>
    public void Press(Key key)
    {
        Send(key);
        (IsLater ? laterStrokes : strokes).Add(new Stroke(key, default));
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
        buttonTaken[(int)button] = false;
        pressedAt[(int)button] = Mouse;
        (IsLater ? laterButtonPressed : buttonPressed)[(int)button] = true;
    }

    /// <summary>Feeds it a button that goes up.</summary>
    public void Release(MouseButton button)
    {
        buttonDown[(int)button] = false;
        releasedAt[(int)button] = Mouse;
    }

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

    /// <summary>Feeds it characters that are typed; those that are no text, such as a line break, are left out.</summary>
    public void Type(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsControl(c))
                (IsLater ? laterStrokes : strokes).Add(new Stroke(Key.Unknown, c));
        }
    }

    /// <summary>Keys that went down and characters, in the order in which they came, whoever they belong to.</summary>
    internal ReadOnlySpan<Stroke> Strokes => strokes.All;

    /// <summary>Whether what is typed in this frame belongs to a control.</summary>
    internal bool AreStrokesTaken { get; private set; }

    /// <summary>Whether the key is held, whoever it belongs to.</summary>
    internal bool IsHeld(Key key) => down[(int)key];

    /// <summary>Whether the button is held, whoever it belongs to.</summary>
    internal bool IsHeld(MouseButton button) => buttonDown[(int)button];

    /// <summary>Where the mouse was when the button went down last, in pixels: in a long frame it may be elsewhere by now.</summary>
    internal Vector2 PressedAt(MouseButton button) => pressedAt[(int)button];

    /// <summary>Where the mouse was when the button went up last.</summary>
    internal Vector2 ReleasedAt(MouseButton button) => releasedAt[(int)button];

    /// <summary>Lets the systems of this frame see a key go down that nobody touched.</summary>
    internal void Send(Key key)
    {
        down[(int)key] = true;
        taken[(int)key] = false;
        (IsLater ? laterPressed : pressed)[(int)key] = true;
    }

    /// <summary>Hides a key from whoever looks from here on, until it is up again.</summary>
    internal void Take(Key key)
    {
        pressed[(int)key] = false;
        taken[(int)key] = true;
    }

    /// <summary>Hides what is typed: the characters, and all keys but F1 to F12, which never are text.</summary>
    internal void TakeText()
    {
        AreStrokesTaken = true;
        for (var key = 0; key < keyCount; key++)
        {
            if ((Key)key is < Key.F1 or > Key.F12)
                Take((Key)key);
        }
    }

    /// <summary>Hides buttons and wheel from whoever looks from here on; a button that is held, until it is up again.</summary>
    internal void TakeMouse()
    {
        IsMouseTaken = true;
        Scroll = Vector2.Zero;
        Array.Clear(buttonPressed);
        Array.Fill(buttonTaken, true);
    }

    /// <summary>Forgets what happened; what is held stays held. Events from here on belong to the next frame.</summary>
    internal void EndFrame()
    {
        Take(pressed, laterPressed);
        Take(released, laterReleased);
        Take(buttonPressed, laterButtonPressed);
        Keep(taken, down);
        Keep(buttonTaken, buttonDown);
        strokes.Clear();
        (strokes, laterStrokes) = (laterStrokes, strokes);
        lastMouse = Mouse;
        (Scroll, laterScroll) = (laterScroll, Vector2.Zero);
        (IsMouseTaken, AreStrokesTaken) = (false, false);
    }

    private static void Take(bool[] now, bool[] later)
    {
        later.CopyTo(now.AsSpan());
        Array.Clear(later);
    }

    // What is up again is everybody's.
    private static void Keep(bool[] taken, bool[] down)
    {
        for (var i = 0; i < taken.Length; i++)
            taken[i] &= down[i];
    }
}
