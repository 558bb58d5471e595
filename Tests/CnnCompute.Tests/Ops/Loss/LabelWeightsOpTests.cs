// What labels count.
namespace CnnCompute.Tests;

public sealed class LabelWeightsOpTests
{
    private static readonly (Shape, bool)[] Cases =
    [
        (new(1), false), (new(13), true), (new(127), false), (new(2, 3, 5), true), (new(2, 3, 2, 2), true),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Weights_match_in_every_recipe((Shape Labels, bool Weighted) c) => new OpCase(g =>
        g.Input("labels", c.Labels, DType.I32).LabelWeights(4, c.Weighted ? g.Input("weights", 4) : null, ignoreIndex: 2))
    {
        Gradient = false,
        Values = (key, s) => key == "labels" ? NllLossOpTests.Labels(s, 5) : null,
    }.Check();

    private sealed class Formula : Reference<LabelWeightsOp>
    {
        protected override double[] Compute(LabelWeightsOp op, Node node, double[][] x) =>
            [.. x[0].Select(l => l < 0 || (int)l == op.IgnoreIndex ? 0 : l >= op.Classes ? double.NaN : x.Length > 1 ? x[1][(int)l] : 1)];
    }
}
