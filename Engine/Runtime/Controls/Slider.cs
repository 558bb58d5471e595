// A slider on the screen.
using System.Numerics;

namespace Engine;

/// <summary>
/// A number between two ends: drag, wheel, or arrows, PgUp PgDn, Home and End where it has the keyboard (with Shift in finer steps).
/// </summary>
public record struct Slider() : IControl
{
    /// <summary>What stands above it, on the left; the value stands on the right.</summary>
    public string Text { get; set; } = "";

    /// <inheritdoc/>
    public Entity Target { get; set; } = Entity.Null;

    /// <inheritdoc/>
    public string Field { get; set; } = "";

    /// <summary>The value at its left end; nothing for the least that the setting can be, or 0.</summary>
    public float? From { get; set; } = null;

    /// <summary>The value at its right end; nothing for the most that the setting can be, or 1.</summary>
    public float? To { get; set; } = null;

    /// <summary>Equal ways are equal factors, such as for a learning rate; both ends must be above 0.</summary>
    public bool Logarithmic { get; set; } = false;

    /// <summary>Whole numbers only, as always where the field holds them.</summary>
    public bool Whole { get; set; } = false;

    /// <summary>How the value is written, a format of .NET: <c>F2</c>, <c>0 %</c>, <c>0.0 ms</c>. Empty for as many digits as are needed.</summary>
    public string Format { get; set; } = "";

    /// <inheritdoc/>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <inheritdoc/>
    public Vector2 Size { get; set; } = new(280, 42);

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 15;
}
