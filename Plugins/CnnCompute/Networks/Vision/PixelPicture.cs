// A picture as numbers that an optimiser changes: one for each value of a pixel.
namespace CnnCompute;

/// <summary>Pictures [N,3,H,W] of 0..1 as the sigmoid of free numbers, so that no step leads out of the range.</summary>
public sealed class PixelPicture
{
    // The sigmoid's ends are infinitely far away.
    private const float Margin = 1 / 512f;

    /// <summary>Nearly grey noise.</summary>
    /// <param name="shape">[N,3,H,W].</param>
    /// <param name="seed">Of the noise.</param>
    /// <param name="deviation">Of the noise, before the sigmoid; 0.01 changes a pixel by half a level of 255.</param>
    public PixelPicture(Shape shape, int seed, float deviation = 0.01f)
    {
        if (shape.Rank != 4 || shape[1] != 3)
            throw new ShapeException($"pictures are [N,3,H,W], not {shape}");
        Values = new Parameter("pixels", shape, () => Noise(shape, seed, deviation));
    }

    /// <summary>The free numbers.</summary>
    public Parameter Values { get; }

    /// <summary>The pictures in a graph.</summary>
    public Tensor Build(Graph graph) => graph.Parameter(Values).Sigmoid();

    /// <summary>
    /// The update after which <see cref="Build"/> is <paramref name="picture"/> [N,3,H,W], but that black and white are a little grey.
    /// </summary>
    /// <exception cref="ShapeException">It has another size.</exception>
    public Tensor Set(Tensor picture)
    {
        var inside = picture.Clamp(Margin, 1 - Margin);
        return (inside / (1 - inside)).Log().AssignTo(Values);
    }

    private static float[] Noise(Shape shape, int seed, float deviation)
    {
        var random = new Philox((ulong)seed);
        var values = new float[shape.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = deviation * random.Normal((ulong)i);
        return values;
    }
}
