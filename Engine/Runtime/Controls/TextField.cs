// A line of text on the screen that can be typed.
using System.Numerics;

namespace Engine;

/// <summary>
/// A text, or anything that scene files write as one word. A click or Tab gives it the keyboard: Enter writes what was typed, Esc leaves the field as
/// it was. What is no value of the field is said and stays to be mended.
/// </summary>
public record struct TextField() : IControl
{
    /// <summary>What stands above it.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public Entity Target { get; set; } = Entity.Null;

    /// <inheritdoc/>
    public string Field { get; set; } = "";

    /// <summary>What stands in it, faintly, while there is nothing else.</summary>
    public string Hint { get; set; } = "";

    /// <inheritdoc/>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <inheritdoc/>
    public Vector2 Size { get; set; } = new(280, 54);

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 15;
}
