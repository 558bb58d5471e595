// Batch normalisation in training.
namespace CnnCompute.Tests;

public sealed class BatchNormApplyOpTests
{
    private static readonly Shape[] Shapes = [new(3, 1), new(13, 3), new(127, 16), new(2, 3, 5, 7), new(3, 16, 9, 13), new(2, 127, 1, 3)];

    [TestCaseSource(nameof(Shapes))]
    public void BatchNorm_matches_in_every_recipe_and_gradient(Shape x) =>
        new OpCase(g => g.Input("x", x).BatchNorm(g.Input("gamma", x[1]), g.Input("beta", x[1]), out _)) { GradientTolerance = 1e-5 }.Check();

    [Test]
    public void Gamma_of_another_size_is_refused()
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", 2, 3, 4, 4).BatchNorm(graph.Input("gamma", 4), graph.Input("beta", 4), out _),
            Throws.TypeOf<ShapeException>().With.Message.Contains("gamma and beta must be [3]"));
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 64, 32, 28, 28).BatchNorm(g.Input("gamma", 32), g.Input("beta", 32), out _)).Perf();
        new OpCase(g => g.Input("x", 64, 64, 14, 14).BatchNorm(g.Input("gamma", 64), g.Input("beta", 64), out _)).Perf();
    }

    private sealed class Formula : Reference<BatchNormApplyOp>
    {
        protected override double[] Compute(BatchNormApplyOp op, Node node, double[][] x)
        {
            int channels = node.Shape[1], inner = (int)(node.Shape.Count / node.Shape[0] / channels);
            return [.. x[0].Select((v, i) => i / inner % channels is var c ? x[1][c] * (v - x[3][c]) / Math.Sqrt(x[3][channels + c] + op.Eps) + x[2][c] : 0)];
        }
    }
}
