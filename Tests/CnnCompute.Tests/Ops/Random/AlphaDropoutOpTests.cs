// Alpha dropout: mean 0 and variance 1 stay, dropped elements are SELU's limit.
namespace CnnCompute.Tests;

public sealed class AlphaDropoutOpTests
{
    [TestCase(1, 0.5f, 1)]
    [TestCase(13, 0.25f, 2)]
    [TestCase(127, 0.75f, 2)]
    [TestCase(4099, 0.1f, 1)]
    public void AlphaDropout_matches_in_every_recipe_and_gradient(int n, float p, int keyWords) =>
        new OpCase(g => g.Input("x", n).AlphaDropout(p, g.Value("key", new Shape(keyWords), DType.I32)))
        {
            Values = (key, s) => key == "key" ? [.. new double[] { 77, 5 }.Take(keyWords)] : null,
        }.Check();

    [TestCase(0.1f)]
    [TestCase(0.5f)]
    public void Mean_and_variance_of_a_normal_input_are_kept(float p)
    {
        const int N = 200_000;
        var random = new Philox(9);
        var graph = new Graph();
        var y = graph.Input("x", N).AlphaDropout(p, graph.Value("key", new Shape(2), DType.I32));
        var x = Enumerable.Range(0, N).Select(i => (double)random.Normal((ulong)i)).ToArray();
        var result = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x, ["key"] = [3, 4] }, y)[0];
        var mean = result.Average();
        Assert.That(mean, Is.EqualTo(0).Within(0.015));
        Assert.That(result.Average(v => (v - mean) * (v - mean)), Is.EqualTo(1).Within(0.015));
    }

    [Test]
    public void Probability_zero_is_the_identity_and_one_is_refused()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 8), key = graph.Value("key", new Shape(2), DType.I32);
        Assert.That(x.AlphaDropout(0, key), Is.EqualTo(x));
        Assert.That(() => x.AlphaDropout(1, key), Throws.TypeOf<ShapeException>().With.Message.Contains("must be in [0, 1)"));
    }

    private sealed class Formula : Reference<AlphaDropoutOp>
    {
        protected override double[] Compute(AlphaDropoutOp op, Node node, double[][] x)
        {
            const double Limit = -1.7580993408473766;
            double p = op.P, a = 1 / Math.Sqrt((1 - p) * (1 + p * Limit * Limit)), b = -a * Limit * p;
            var kept = DropoutOpTests.Kept(node.Shape, x[1], op.Id, op.P);
            return [.. x[0].Select((v, i) => a * (kept[i] ? v : Limit) + b)];
        }
    }
}
