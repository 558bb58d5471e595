// Occlusion: how far the score falls when a place is covered.
namespace CnnCompute;

/// <summary>
/// A grey square of p×p pixels covers the picture at places s pixels apart, the last ones reaching over the border; a pixel's value is the mean, over
/// the squares that cover it, of S(x) - S(x covered) (Zeiler and Fergus, 2014).
/// </summary>
internal sealed class OcclusionAttribution : SampledAttribution
{
    private const float Grey = 0.5f;
    private const string PlaceKey = "place";
    private readonly int patch, stride, rows, columns, height, width;

    public OcclusionAttribution(Trunk trunk, AttributionOptions options, Shape picture)
        : this(trunk, options, picture, Geometry(options, picture))
    {
    }

    private OcclusionAttribution(Trunk trunk, AttributionOptions options, Shape picture, (int Patch, int Stride, int Rows, int Columns) of)
        : base(trunk, options, picture, new Shape(1, of.Rows * of.Columns))
    {
        (patch, stride, rows, columns) = of;
        (height, width) = (picture[2], picture[3]);
    }

    /// <inheritdoc/>
    public override int Runs => rows * columns;

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Sample(Graph graph)
    {
        var place = graph.Value(PlaceKey, new Shape(1), DType.I32).OneHot(Runs);
        Tensor x = graph.Parameter(Picture), covered = Spread(place.Reshape(1, 1, rows, columns));
        var score = ScoreOf(x + (covered * (graph.Fill(Shape.Scalar, Grey) - x)));
        yield return (graph.Parameter(Sum) + (place * score)).AssignTo(Sum);
    }

    /// <inheritdoc/>
    public override void Set(Plan plan, int run) => plan.SetInt(PlaceKey, run);

    /// <inheritdoc/>
    protected override Tensor Values(Graph graph)
    {
        var falls = graph.Parameter(Score) - graph.Parameter(Sum).Reshape(1, 1, rows, columns);
        return Spread(falls) / Spread(graph.Fill(falls.Shape, 1));
    }

    // Every place's number on all pixels of its square, summed.
    private Tensor Spread(Tensor places) =>
        places.ConvTranspose2d(places.Graph.Fill(new Shape(1, 1, patch, patch), 1), stride).Slice(2, 0, height).Slice(3, 0, width);

    private static (int Patch, int Stride, int Rows, int Columns) Geometry(AttributionOptions options, Shape picture)
    {
        var shorter = Math.Min(picture[2], picture[3]);
        var patch = Math.Clamp(options.Patch > 0 ? options.Patch : Math.Max(1, shorter / 7), 1, shorter);
        var stride = Math.Clamp(options.Stride > 0 ? options.Stride : Math.Max(1, patch / 2), 1, patch);
        int Places(int side) => ((side - patch + stride - 1) / stride) + 1;
        return (patch, stride, Places(picture[2]), Places(picture[3]));
    }
}
