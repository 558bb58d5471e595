// Curves over time, such as a training's losses.
using System.Numerics;

namespace Engine;

/// <summary>A chart of curves, in design units; the points come from the <see cref="Lines"/> on the same entity.</summary>
public record struct LineChart()
{
    /// <summary>Left top corner.</summary>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <summary>Width and height of the whole chart.</summary>
    public Vector2 Size { get; set; } = new(360, 200);

    /// <summary>Colour of the first curve.</summary>
    public Vector4 Colour { get; set; } = Srgb.Bytes(88, 166, 255);

    /// <summary>Colour of the second one.</summary>
    public Vector4 Second { get; set; } = Srgb.Bytes(240, 178, 84);

    /// <summary>Value at the bottom; where it is that of <see cref="Top"/>, the curves' own least and largest values.</summary>
    public float Bottom { get; set; } = 0;

    /// <summary>Value at the top.</summary>
    public float Top { get; set; } = 0;

    /// <summary>Size of the letters.</summary>
    public float TextSize { get; set; } = 14;
}

/// <summary>
/// The points of some curves, each in the order of its places. Where there are more than a curve keeps, neighbours become one point, so that it
/// always shows the whole time from the beginning. Runtime component, written by systems.
/// </summary>
/// <param name="names">A name for each curve.</param>
public sealed class Lines(params string[] names)
{
    /// <summary>The most points of a curve; even.</summary>
    public const int Most = 512;

    private readonly Vector2[][] points = [.. names.Select(_ => new Vector2[Most])];
    private readonly int[] counts = new int[names.Length];

    /// <summary>Names, in the order of the curves.</summary>
    public IReadOnlyList<string> Names { get; } = names;

    /// <summary>Whether values are shares of 1, written as per cent.</summary>
    public bool ArePercent { get; init; }

    /// <summary>A curve's points so far: place and value.</summary>
    public ReadOnlySpan<Vector2> this[int curve] => points[curve].AsSpan(0, counts[curve]);

    /// <summary>Adds a point at the end of a curve; one that is no number is left out.</summary>
    public void Add(int curve, float at, float value)
    {
        if (!float.IsFinite(value) || !float.IsFinite(at))
            return;
        var line = points[curve];
        if (counts[curve] == Most)
        {
            for (var i = 0; i < Most / 2; i++)
                line[i] = (line[2 * i] + line[2 * i + 1]) / 2;
            counts[curve] = Most / 2;
        }
        line[counts[curve]++] = new Vector2(at, value);
    }

    /// <summary>Forgets all points.</summary>
    public void Clear() => Array.Clear(counts);

    /// <summary>The least and largest places and values of all curves; zeros where there are no points.</summary>
    public (Vector2 Least, Vector2 Largest) Range()
    {
        var (least, largest) = (new Vector2(float.PositiveInfinity), new Vector2(float.NegativeInfinity));
        for (var curve = 0; curve < points.Length; curve++)
        {
            foreach (var point in this[curve])
                (least, largest) = (Vector2.Min(least, point), Vector2.Max(largest, point));
        }
        return least.X > largest.X ? default : (least, largest);
    }
}
