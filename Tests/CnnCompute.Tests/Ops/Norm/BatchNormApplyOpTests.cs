// Batch normalisation in training.
namespace CnnCompute.Tests;

public sealed class BatchNormApplyOpTests
{
    private static readonly Shape[] Shapes =
    [
        new(3, 1), new(2, 3, 5), new(3, 8, 7), new(2, 3, 2, 3, 2), new(13, 3), new(127, 16), new(2, 3, 5, 7), new(3, 16, 9, 13), new(2, 127, 1, 3),
    ];

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
    public void Training_in_ONNX_form_mixes_the_biased_variance_into_the_running_one()
    {
        var graph = new Graph();
        Tensor Row(string name) => graph.Input(name, 2);
        var y = graph.Input("x", 2, 2, 3)
            .BatchNormTraining(Row("gamma"), Row("beta"), Row("mean"), Row("variance"), out var mean, out var variance, 0, 0.75f);
        var run = Oracle.Run(new Dictionary<string, double[]>
        {
            ["x"] = [1, 2, 3, 0, 0, 8, 4, 5, 6, 8, 0, 8],
            ["gamma"] = [1, 2],
            ["beta"] = [0, 1],
            ["mean"] = [2, 0],
            ["variance"] = [1, 4],
        }, y, mean, variance);
        // Channel 0: 1..6, mean 3.5, variance 35/12; channel 1: 0,0,8,8,0,8, mean 4, variance 16.
        Assert.That(run[1], Is.EqualTo([2 * 0.75 + 3.5 * 0.25, 1]).Within(1e-7));
        Assert.That(run[2], Is.EqualTo([0.75 + 35 / 12.0 * 0.25, 3 + 4]).Within(1e-7));
        Assert.That(run[0][..3], Is.EqualTo(new[] { -2.5, -1.5, -0.5 }.Select(v => v / Math.Sqrt(35 / 12.0))).Within(1e-7));
        Assert.That(run[0][3..6], Is.EqualTo(new double[] { -1, -1, 3 }).Within(1e-7));
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
            return [.. x[0]
                .Select((v, i) => i / inner % channels is var c ? x[1][c] * (v - x[3][c]) / Math.Sqrt(x[3][channels + c] + op.Eps) + x[2][c] : 0)];
        }
    }
}
