// Dropout: reproducible, right on average, the same mask backward.
namespace CnnCompute.Tests;

public sealed class DropoutOpTests
{
    [TestCase(1, 0.5f, 1)]
    [TestCase(13, 0.25f, 2)]
    [TestCase(127, 0.75f, 2)]
    [TestCase(4099, 0.1f, 1)]
    public void Dropout_matches_in_every_recipe_and_gradient(int n, float p, int keyWords) =>
        new OpCase(g => g.Input("x", n).Dropout(p, g.Value("key", new Shape(keyWords), DType.I32)))
        {
            Values = (key, s) => key == "key" ? [.. new double[] { 77, 5 }.Take(keyWords)] : null,
        }.Check();

    [Test]
    public void The_share_of_zeros_is_p_and_the_mean_is_kept()
    {
        var y = Run(100_000, 0.3f, seed: 1, step: 0);
        Assert.That(y.Count(v => v == 0) / 100_000.0, Is.EqualTo(0.3).Within(0.01));
        Assert.That(y.Average(), Is.EqualTo(1).Within(0.01));
    }

    [Test]
    public void Seed_step_and_call_each_change_the_mask_and_equal_ones_repeat_it()
    {
        var first = Run(1000, 0.5f, 1, 0);
        Assert.Multiple(() =>
        {
            Assert.That(Run(1000, 0.5f, 1, 0), Is.EqualTo(first));
            Assert.That(Run(1000, 0.5f, 2, 0), Is.Not.EqualTo(first));
            Assert.That(Run(1000, 0.5f, 1, 1), Is.Not.EqualTo(first));
        });
        var graph = new Graph();
        Tensor x = graph.Input("x", 8), key = graph.Value("key", new Shape(2), DType.I32);
        Tensor one = x.Dropout(0.5f, key), another = x.Dropout(0.5f, key);
        Assert.That(one.Node.Op, Is.Not.EqualTo(another.Node.Op));
    }

    [TestCase(1f)]
    [TestCase(-0.1f)]
    public void Probabilities_outside_zero_to_one_are_refused(float p)
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", 8).Dropout(p, graph.Value("key", new Shape(2), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("must be in [0, 1)"));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Whole_channels_or_samples_drop_together_with_their_gradient(bool samples)
    {
        var shape = new Shape(6, 16, 3, 2);
        Tensor Build(Graph g)
        {
            Tensor x = g.Input("x", shape), key = g.Value("key", new Shape(2), DType.I32);
            return samples ? x.StochasticDepth(0.4f, key) : x.Dropout2d(0.4f, key);
        }
        new OpCase(Build) { Values = (key, s) => key == "key" ? [3, 1] : null }.Check();
        var y = Oracle.Run(
            new Dictionary<string, double[]> { ["x"] = [.. Enumerable.Repeat(1.0, (int)shape.Count)], ["key"] = [3, 1] }, Build(new Graph()))[0];
        var parts = y.Chunk(samples ? 96 : 6).ToArray();
        Assert.That(parts.All(part => part.All(v => v == part[0])), "one fate for each part");
        Assert.That(y.Distinct().Order(), Is.EqualTo([0, 1 / 0.6]).Within(1e-6));
    }

    [TestCase(false)]
    [TestCase(true)]
    public void Parts_drop_with_probability_p_and_keep_the_mean(bool samples)
    {
        var graph = new Graph();
        Tensor x = graph.Fill(samples ? new Shape(40_000, 1) : new Shape(200, 200, 1, 1), 1), key = graph.Value("key", new Shape(2), DType.I32);
        var y = Oracle.Run(new Dictionary<string, double[]> { ["key"] = [8, 0] }, samples ? x.StochasticDepth(0.3f, key) : x.Dropout2d(0.3f, key))[0];
        Assert.That(y.Count(v => v == 0) / 40_000.0, Is.EqualTo(0.3).Within(0.015));
        Assert.That(y.Average(), Is.EqualTo(1).Within(0.02));
    }

    [Test]
    public void A_batch_drops_as_one()
    {
        var graph = new Graph();
        var y = graph.Fill(new Shape(8, 4), 1).StochasticDepth(0.5f, graph.Value("key", new Shape(2), DType.I32), batch: true);
        var runs = Enumerable.Range(0, 400).Select(step => Oracle.Run(new Dictionary<string, double[]> { ["key"] = [1, step] }, y)[0]).ToArray();
        Assert.That(runs.All(r => r.All(v => v == r[0])));
        Assert.That(runs.Count(r => r[0] == 0) / 400.0, Is.EqualTo(0.5).Within(0.1));
    }

    [Test]
    public void Probability_zero_is_the_identity()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3, 4, 4), key = graph.Value("key", new Shape(2), DType.I32);
        Assert.That(new[] { x.Dropout(0, key), x.Dropout2d(0, key), x.StochasticDepth(0, key) }, Is.All.EqualTo(x));
    }

    /// <summary>Which elements, in NCHW order, an op of this id keeps: the mask belongs to places in memory.</summary>
    internal static bool[] Kept(Shape shape, double[] key, int id, float p)
    {
        var random = RandomKey.Stream((int)key[0], key.Length > 1 ? (int)key[1] : 0, id);
        return shape.FromMemory<bool>(Enumerable.Range(0, (int)shape.Count).Select(i => random.Uniform((ulong)i) >= p).ToArray());
    }

    private static double[] Run(int n, float p, int seed, int step)
    {
        var graph = new Graph();
        var y = graph.Fill(new Shape(n), 1).Dropout(p, graph.Value("key", new Shape(2), DType.I32));
        return Oracle.Run(new Dictionary<string, double[]> { ["key"] = [seed, step] }, y)[0];
    }

    private sealed class Formula : Reference<DropoutOp>
    {
        protected override double[] Compute(DropoutOp op, Node node, double[][] x)
        {
            var kept = Kept(node.Shape, x[1], op.Id, op.P);
            return [.. x[0].Select((v, i) => kept[i] ? v / (1 - (double)op.P) : 0)];
        }
    }
}
