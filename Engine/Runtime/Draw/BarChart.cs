// Horizontal bars with names, such as class probabilities.
using System.Numerics;

namespace Engine;

/// <summary>A chart of horizontal bars, in design units; the values come from the <see cref="Bars"/> on the same entity.</summary>
public record struct BarChart()
{
    /// <summary>Left top corner.</summary>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <summary>Width and height of the whole chart; rows share the height.</summary>
    public Vector2 Size { get; set; } = new(360, 200);

    /// <summary>Colour of a bar.</summary>
    public Vector4 Colour { get; set; } = Srgb.Bytes(88, 166, 255);

    /// <summary>Colour of the row marked by <see cref="Bars.Marked"/>.</summary>
    public Vector4 Mark { get; set; } = Srgb.Bytes(86, 211, 100);

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 17;
}

/// <summary>What a bar chart shows now. Runtime component, written by systems.</summary>
/// <param name="rows">Number of bars.</param>
public sealed class Bars(int rows)
{
    /// <summary>Lengths in 0..1, from the top.</summary>
    public float[] Values { get; } = new float[rows];

    /// <summary>Name of each bar.</summary>
    public TextBuffer[] Names { get; } = [.. Enumerable.Range(0, rows).Select(_ => new TextBuffer())];

    /// <summary>The row drawn in the mark colour, or -1.</summary>
    public int Marked { get; set; } = -1;
}
