// Statistics of batch normalisation.
namespace CnnCompute.Tests;

public sealed class BatchNormStatsOpTests
{
    private static readonly Shape[] Shapes =
    [
        new(2, 1), new(13, 3), new(127, 16), new(2, 3, 5, 7), new(3, 16, 9, 13), new(2, 127, 1, 3), new(1, 8, 64, 64),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Statistics_match_in_every_recipe_and_gradient(Shape x) => new OpCase(g => g.Append(new BatchNormStatsOp(), g.Input("x", x))).Check();

    [TestCaseSource(nameof(Shapes))]
    public void Variance_is_accurate_far_from_zero(Shape x) =>
        new OpCase(g => g.Append(new BatchNormStatsOp(), g.Input("x", x)).Slice(0, 1, 1))
        {
            Gradient = false,
            Tolerance = 1e-4,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => 300 + v)],
        }.Check();

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Append(new BatchNormStatsOp(), g.Input("x", 64, 32, 28, 28))) { Gradient = false }.Perf();

    /// <summary>The values of each channel of [N,C,...].</summary>
    internal static IEnumerable<double[]> Channels(Shape shape, double[] x)
    {
        int channels = shape[1], inner = (int)(shape.Count / shape[0] / channels);
        for (var c = 0; c < channels; c++)
            yield return [.. x.Where((_, i) => i / inner % channels == c)];
    }

    private sealed class Formula : Reference<BatchNormStatsOp>
    {
        protected override double[] Compute(BatchNormStatsOp op, Node node, double[][] x)
        {
            var channels = Channels(node.Inputs[0].Shape, x[0]).ToArray();
            return
            [
                .. channels.Select(v => v.Average()),
                .. channels.Select(v => v.Average() is var mean ? v.Sum(a => (a - mean) * (a - mean)) / v.Length : 0),
            ];
        }
    }
}
