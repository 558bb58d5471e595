// Samples of fractional pooling repeat with their seed.
namespace CnnCompute.Tests;

public sealed class FractionalSamplesOpTests
{
    [TestCase(1, 1, 1)]
    [TestCase(2, 13, 2)]
    public void FractionalSamples_matches_in_every_recipe(int n, int c, int words) =>
        new OpCase(g => g.Input("x", n, c, 3, 3).FractionalSamples(g.Value("key", new Shape(words), DType.I32)))
        {
            Values = (key, s) => key == "key" ? [.. new double[] { 77, 5 }.Take(words)] : null,
            Gradient = false,
        }.Check();

    [Test]
    public void Each_layer_seed_and_step_places_windows_anew()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3, 4, 4), key = graph.Value("key", new Shape(2), DType.I32), one = x.FractionalSamples(key), other = x.FractionalSamples(key);
        double[] Run(Tensor t, int seed, int step) => Oracle.Run(new Dictionary<string, double[]> { ["key"] = [seed, step] }, t)[0];
        var (first, again) = (Run(one, 1, 0), Run(one, 1, 0));
        Assert.That(first, Is.EqualTo(again).And.Not.EqualTo(Run(one, 2, 0)).And.Not.EqualTo(Run(one, 1, 1)).And.Not.EqualTo(Run(other, 1, 0)));
    }

    private sealed class Formula : Reference<FractionalSamplesOp>
    {
        protected override double[] Compute(FractionalSamplesOp op, Node node, double[][] x)
        {
            var random = RandomKey.Stream((int)x[0][0], x[0].Length > 1 ? (int)x[0][1] : 0, op.Id);
            return [.. Enumerable.Range(0, (int)node.Shape.Count).Select(i => (double)random.Uniform((ulong)i))];
        }
    }
}
