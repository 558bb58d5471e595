// Integrated gradients: what a score gains on the way from a baseline to the picture, pixel by pixel.
namespace CnnCompute;

/// <summary>
/// (x - x') * 1/n sum of dS/dx (x' + a_k (x - x')), a_k = (k + 1/2) / n (Sundararajan, Taly and Yan, 2017; the midpoint rule). One more run at x'
/// itself gives S(x'), so that the sum of all values can be held against S(x) - S(x').
/// </summary>
internal sealed class IntegratedAttribution : SampledAttribution
{
    private const int UsualSamples = 50;
    private const float Grey = 0.5f;
    private const string AlphaKey = "alpha", WeightKey = "weight";
    private readonly Parameter baseline, scoreAt;
    private readonly int samples;

    public IntegratedAttribution(Trunk trunk, AttributionOptions options, Shape picture) : base(trunk, options, picture, picture)
    {
        samples = options.Samples > 0 ? options.Samples : UsualSamples;
        (baseline, scoreAt) = (State("baseline", picture), State("score on the way", new Shape(1)));
    }

    /// <inheritdoc/>
    public override int Runs => samples + 1;

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Begin(Tensor picture)
    {
        foreach (var update in base.Begin(picture))
            yield return update;
        yield return Start(picture).AssignTo(baseline);
    }

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Sample(Graph graph)
    {
        Tensor from = graph.Parameter(baseline), way = graph.Parameter(Picture) - from;
        var x = from + (way * graph.Value(AlphaKey));
        var score = ScoreOf(x);
        yield return (graph.Parameter(Sum) + (Autodiff.Gradient(score, x) * graph.Value(WeightKey))).AssignTo(Sum);
        yield return score.Reshape(1).AssignTo(scoreAt);
    }

    /// <inheritdoc/>
    public override void Set(Plan plan, int run)
    {
        var last = run == samples;
        plan.Set(AlphaKey, last ? 0 : (run + 0.5f) / samples);
        plan.Set(WeightKey, last ? 0 : 1f / samples);
    }

    /// <inheritdoc/>
    protected override Tensor Values(Graph graph) => (graph.Parameter(Picture) - graph.Parameter(baseline)) * graph.Parameter(Sum);

    /// <inheritdoc/>
    protected override Tensor? Difference(Graph graph) => graph.Parameter(Score) - graph.Parameter(scoreAt);

    private Tensor Start(Tensor picture)
    {
        var graph = picture.Graph;
        switch (Options.Baseline)
        {
            case AttributionBaseline.Grey:
                return graph.Fill(picture.Shape, Grey);
            case AttributionBaseline.Noise:
                return graph.RandomUniform(picture.Shape, graph.Fill(new Shape(1), Options.Seed, DType.I32));
            case AttributionBaseline.Blur:
                // A window of half the shorter side leaves broad patches of colour.
                var reach = Math.Max(1, Math.Min(picture.Shape[2], picture.Shape[3]) / 4);
                return picture.GaussianBlur(graph.Fill(Shape.Scalar, reach / 2f), (2 * reach) + 1);
            default:
                return graph.Fill(picture.Shape, 0);
        }
    }
}
