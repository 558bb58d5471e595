// Total variation of pictures, absolute and squared.
namespace CnnCompute.Tests;

public sealed class TotalVariationOpTests
{
    private static readonly Shape[] Shapes =
    [
        new(1, 1, 1, 1), new(2, 3, 4, 5), new(1, 13, 3, 1), new(3, 16, 2, 7), new(1, 8, 65, 33), new(2, 1, 1, 127),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Absolute_differences_match_in_every_recipe_and_gradient(Shape x) =>
        // Distinct values keep the kinks away.
        new OpCase(g => g.Input("x", x).TotalVariation()) { Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null }.Check();

    [TestCaseSource(nameof(Shapes))]
    public void Squared_differences_match_in_every_recipe_and_gradient(Shape x) =>
        new OpCase(g => g.Input("x", x).TotalVariation(squared: true, LossReduction.Mean)).Check();

    [Test]
    public void Neighbours_differ_down_and_to_the_right_within_each_channel()
    {
        var graph = new Graph();
        var x = graph.Input("x", 1, 2, 2, 2);
        var run = Oracle.Run(new Dictionary<string, double[]> { ["x"] = [0, 1, 3, 7, 10, 10, 10, 10] }, x.TotalVariation(), x.TotalVariation(true),
            x.TotalVariation(true, LossReduction.Mean));
        Assert.That(run.Select(r => r[0]), Is.EqualTo([1 + 3 + 6 + 4, 1 + 9 + 36 + 16, 62 / 8.0]).Within(1e-6));
        Assert.That(() => x.TotalVariation(reduction: LossReduction.None), Throws.ArgumentException);
        Assert.That(() => new Graph().Input("x", 3, 3).TotalVariation(), Throws.TypeOf<ShapeException>());
    }

    // Every pair of neighbours, by their indices.
    private static IEnumerable<(int First, int Second)> Pairs(Shape shape)
    {
        foreach (var p in Places.Of(shape))
        {
            var at = Places.At(shape, p);
            if (p[3] + 1 < shape[3])
                yield return (at, at + 1);
            if (p[2] + 1 < shape[2])
                yield return (at, at + shape[3]);
        }
    }

    private sealed class Formula : Reference<TotalVariationOp>
    {
        protected override double[] Compute(TotalVariationOp op, Node node, double[][] x) =>
            [Pairs(node.Inputs[0].Shape).Sum(p => x[0][p.Second] - x[0][p.First] is var d && op.Squared ? d * d : Math.Abs(d))];

        // An element without neighbours is compared with itself.
        public override bool[]? MayBeNaN(Node node, double[][] inputs) => [inputs[0].Any(double.IsNaN)];
    }

    private sealed class GradFormula : Reference<TotalVariationGradOp>
    {
        protected override double[] Compute(TotalVariationGradOp op, Node node, double[][] x)
        {
            var dx = new double[x[0].Length];
            foreach (var (first, second) in Pairs(node.Shape))
            {
                var d = x[0][second] - x[0][first];
                var slope = x[1][0] * (op.Squared ? 2 * d : Elementwise.Sign(d));
                dx[second] += slope;
                dx[first] -= slope;
            }
            return dx;
        }

        public override bool[]? MayBeNaN(Node node, double[][] inputs) => [.. inputs[0].Select(v => double.IsNaN(v) || double.IsNaN(inputs[1][0]))];
    }
}
