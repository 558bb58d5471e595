// Inference batch-norm as a scale and a shift per channel.
namespace CnnCompute.Tests;

public sealed class BatchNormScaleShiftOpTests
{
    [TestCase(1)]
    [TestCase(3)]
    [TestCase(13)]
    [TestCase(127)]
    public void ScaleShift_matches_in_every_recipe_and_gradient(int c) => new OpCase(g =>
    {
        // The statistics are values of the run: they have no gradient.
        Tensor mean = g.Value("mean", new Shape(c)), variance = g.Value("variance", new Shape(c));
        return g.Append(new BatchNormScaleShiftOp(1e-5f), g.Input("gamma", c), g.Input("beta", c), mean, variance);
    })
    {
        Values = (key, s) => key == "variance" ? [.. OpCase.Uniform(s, 4).Select(v => v + 1.5)] : null,
    }.Check();

    [Test]
    public void Inference_follows_the_running_statistics()
    {
        var graph = new Graph();
        var y = graph.Input("x", 1, 2, 1, 2)
            .BatchNormInference(graph.Input("gamma", 2), graph.Input("beta", 2), graph.Input("mean", 2), graph.Input("variance", 2), 0);
        var run = Oracle.Run(new Dictionary<string, double[]>
        {
            ["x"] = [1, 2, 3, 4],
            ["gamma"] = [2, 1],
            ["beta"] = [0, 10],
            ["mean"] = [1, 3],
            ["variance"] = [4, 0.25],
        }, y);
        Assert.That(run[0], Is.EqualTo(new double[] { 0, 1, 10, 12 }).Within(1e-12));
    }

    private sealed class Formula : Reference<BatchNormScaleShiftOp>
    {
        protected override double[] Compute(BatchNormScaleShiftOp op, Node node, double[][] x)
        {
            var scale = x[0].Select((gamma, c) => gamma / Math.Sqrt(x[3][c] + op.Eps)).ToArray();
            return [.. scale, .. x[1].Select((beta, c) => beta - x[2][c] * scale[c])];
        }
    }
}
