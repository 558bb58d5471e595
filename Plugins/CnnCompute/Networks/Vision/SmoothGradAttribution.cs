// SmoothGrad: the mean gradient among noisy copies.
namespace CnnCompute;

/// <summary>1/n sum of dS/dx (x + e_k), e_k normal with deviation noise * (max(x) - min(x)) (Smilkov et al., 2017).</summary>
internal sealed class SmoothGradAttribution(Trunk trunk, AttributionOptions options, Shape picture)
    : SampledAttribution(trunk, options, picture, picture)
{
    private const int UsualSamples = 25;
    private const string KeyKey = "noise";
    private readonly int[] key = new int[2];

    /// <inheritdoc/>
    public override int Runs => Options.Samples > 0 ? Options.Samples : UsualSamples;

    /// <inheritdoc/>
    public override IEnumerable<Tensor> Sample(Graph graph)
    {
        var x = graph.Parameter(Picture);
        var deviation = (x.Max() - x.Min()).Scale(Options.Noise);
        var noisy = x + (graph.RandomNormal(x.Shape, graph.Value(KeyKey, new Shape(2), DType.I32)) * deviation);
        var gradient = Autodiff.Gradient(ScoreOf(noisy), noisy);
        yield return (graph.Parameter(Sum) + gradient.Scale(1f / Runs)).AssignTo(Sum);
    }

    /// <inheritdoc/>
    public override void Set(Plan plan, int run)
    {
        (key[0], key[1]) = (Options.Seed, run);
        // What is linear in the picture does not depend on the noise.
        if (plan.HasValue(KeyKey))
            plan.SetInt(KeyKey, key);
    }

    /// <inheritdoc/>
    protected override Tensor Values(Graph graph) => graph.Parameter(Sum);
}
