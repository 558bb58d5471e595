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
        Assert.That(() => graph.Input("x", 8).Dropout(p, graph.Value("key", new Shape(2), DType.I32)), Throws.TypeOf<ShapeException>().With.Message.Contains("must be in [0, 1)"));
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
            var random = RandomKey.Stream((int)x[1][0], x[1].Length > 1 ? (int)x[1][1] : 0, op.Id);
            var kept = Enumerable.Range(0, x[0].Length).Select(i => random.Uniform((ulong)i) >= op.P ? 1 / (1 - (double)op.P) : 0).ToArray();
            // The mask belongs to places in memory.
            return [.. node.Shape.FromMemory<double>(kept).Zip(x[0], (k, v) => k * v)];
        }
    }
}
