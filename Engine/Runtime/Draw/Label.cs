// Text on the screen.
using System.Numerics;

namespace Engine;

/// <summary>
/// A text of one or more lines, in design units. A <see cref="TextBuffer"/> on the same entity replaces <see cref="Text"/> while it runs.
/// </summary>
public record struct Label()
{
    /// <summary>What it says.</summary>
    public string Text { get; set; } = "";

    /// <summary>Top of the first line's capitals, at the edge that <see cref="Align"/> names.</summary>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <summary>Size of the letters' em.</summary>
    public float Size { get; set; } = 18;

    /// <summary>How wide a line may be, in design units; longer ones have smaller letters. 0 for any width.</summary>
    public float Width { get; set; } = 0;

    /// <summary>Bold letters.</summary>
    public bool Bold { get; set; } = false;

    /// <summary>Which edge the position is.</summary>
    public TextAlign Align { get; set; } = TextAlign.Left;

    /// <summary>Colour of the letters.</summary>
    public Vector4 Colour { get; set; } = Srgb.Bytes(232, 236, 244);
}
