// A button on the screen.
using System.Numerics;

namespace Engine;

/// <summary>
/// Changes a field at each click: adds to a number (a counter such as <c>Training.start</c>), or sets a value. Or presses a key, so that whatever
/// listens to that key can be clicked, and held.
/// </summary>
public record struct Button() : IControl
{
    /// <summary>What stands on it.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public Entity Target { get; set; } = Entity.Null;

    /// <inheritdoc/>
    public string Field { get; set; } = "";

    /// <summary>What is added to the field.</summary>
    public float Add { get; set; } = 1;

    /// <summary>What the field is set to, in place of adding; as scene files write it. Empty for adding.</summary>
    public string Set { get; set; } = "";

    /// <summary>The key that it presses, in place of changing a field, down and up as the button is.</summary>
    public Key Key { get; set; } = Key.Unknown;

    /// <inheritdoc/>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <inheritdoc/>
    public Vector2 Size { get; set; } = new(132, 34);

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 15;
}
