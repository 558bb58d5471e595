// A picture as seen a little askew, at random.
namespace CnnCompute;

/// <summary>
/// Moves, turns and scales pictures by random amounts that are given anew for every run, so that an ascent finds what holds from everywhere and no
/// pattern of single pixels (the transformations of Olah et al., "Feature Visualization", 2017, as one map). Beyond the border lies grey.
/// </summary>
internal sealed class RobustView(int jitter, float zoom, float turn)
{
    /// <summary>Name of the value that holds the map.</summary>
    public const string ViewName = "view";

    /// <summary>Whether it does anything.</summary>
    public bool IsStill => jitter == 0 && zoom == 0 && turn == 0;

    /// <summary>Appends the view of <paramref name="picture"/> [1,3,H,W].</summary>
    public Tensor Build(Tensor picture)
    {
        if (IsStill)
            return picture;
        var theta = picture.Graph.Value(ViewName, new Shape(1, 2, 3));
        return picture.Scale(1, -0.5f).GridSample(theta.AffineGrid(picture.Shape[2], picture.Shape[3])).Scale(1, 0.5f);
    }

    /// <summary>The map of a step, six numbers, which is a function of seed and step alone.</summary>
    public void At(int seed, int step, int height, int width, Span<float> map)
    {
        var random = new Philox((ulong)seed, (ulong)step + 1);
        var scale = 1 + Between(random, 0, zoom);
        var (sin, cos) = MathF.SinCos(Between(random, 1, turn) * MathF.PI / 180);
        // Moves by whole pixels keep what is sharp sharp, where nothing else is done.
        float right = MathF.Round(Between(random, 2, jitter)) * 2 / width, down = MathF.Round(Between(random, 3, jitter)) * 2 / height,
            ratio = (float)height / width;
        (map[0], map[1], map[2]) = (cos / scale, -sin / scale * ratio, right);
        (map[3], map[4], map[5]) = (sin / scale / ratio, cos / scale, down);
    }

    /// <summary>The same in an array of its own.</summary>
    public float[] At(int seed, int step, int height, int width)
    {
        var map = new float[6];
        At(seed, step, height, width, map);
        return map;
    }

    private static float Between(Philox random, ulong index, float most) => ((random.Uniform(index) * 2) - 1) * most;
}
