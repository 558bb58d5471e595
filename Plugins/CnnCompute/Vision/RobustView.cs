// A picture as seen a little askew, at random.
namespace CnnCompute;

/// <summary>
/// Moves, turns and scales pictures by random amounts that are given anew for every run, so that an ascent finds what holds from everywhere and no pattern of
/// single pixels (the transformations of Olah et al., "Feature Visualization", 2017, as one map). Beyond the border lies grey.
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

    /// <summary>The map of a step, which is a function of seed and step alone.</summary>
    public float[] At(int seed, int step, int height, int width)
    {
        var random = new Philox((ulong)seed, (ulong)step + 1);
        float Between(ulong index, float most) => ((random.Uniform(index) * 2) - 1) * most;
        var scale = 1 + Between(0, zoom);
        var (sin, cos) = MathF.SinCos(Between(1, turn) * MathF.PI / 180);
        // Moves by whole pixels keep what is sharp sharp, where nothing else is done.
        float right = MathF.Round(Between(2, jitter)) * 2 / width, down = MathF.Round(Between(3, jitter)) * 2 / height, ratio = (float)height / width;
        return [cos / scale, -sin / scale * ratio, right, sin / scale / ratio, cos / scale, down];
    }
}
