// A switch on the screen.
using System.Numerics;

namespace Engine;

/// <summary>A field that is true or false: each click, Space or Enter turns it over.</summary>
public record struct Toggle() : IControl
{
    /// <summary>What stands on its left.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public Entity Target { get; set; } = Entity.Null;

    /// <inheritdoc/>
    public string Field { get; set; } = "";

    /// <inheritdoc/>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <inheritdoc/>
    public Vector2 Size { get; set; } = new(280, 28);

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 15;
}
