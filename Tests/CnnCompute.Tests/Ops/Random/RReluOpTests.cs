// Leaky unit with random slopes: reproducible, within bounds, the same slopes backward.
namespace CnnCompute.Tests;

public sealed class RReluOpTests
{
    [TestCase(1, 1)]
    [TestCase(13, 2)]
    [TestCase(127, 2)]
    [TestCase(4099, 1)]
    public void RRelu_matches_in_every_recipe_and_gradient(int n, int keyWords) => Case(new Shape(n), keyWords).Check();

    [Test]
    public void Slopes_belong_to_places_in_memory() => Case(new Shape(2, 3, 5, 7), 2).Check();

    [Test]
    public void Slopes_lie_between_the_bounds_and_change_with_the_key()
    {
        static double[] Run(int seed)
        {
            var graph = new Graph();
            return Oracle.Run(new Dictionary<string, double[]> { ["key"] = [seed, 0] },
                graph.Fill(new Shape(10_000), -1).RRelu(graph.Value("key", new Shape(2), DType.I32), 0.25f, 0.5f))[0];
        }
        var y = Run(1);
        Assert.Multiple(() =>
        {
            Assert.That(y, Is.All.InRange(-0.5, -0.25));
            Assert.That(y.Average(), Is.EqualTo(-0.375).Within(0.005));
            Assert.That(Run(1), Is.EqualTo(y));
            Assert.That(Run(2), Is.Not.EqualTo(y));
        });
    }

    private static OpCase Case(Shape shape, int keyWords) => new(g => g.Input("x", shape).RRelu(g.Value("key", new Shape(keyWords), DType.I32)))
    {
        Values = (key, s) => key == "key" ? [.. new double[] { 77, 5 }.Take(keyWords)] : key == "x" ? OpCase.AwayFromZero(s) : null,
    };

    private static double[] Slopes(Node node, double[] key, float lower, float upper, int id)
    {
        var random = RandomKey.Stream((int)key[0], key.Length > 1 ? (int)key[1] : 0, id);
        return node.Shape.FromMemory<double>(
            [.. Enumerable.Range(0, (int)node.Shape.Count).Select(i => lower + (upper - lower) * (double)random.Uniform((ulong)i))]);
    }

    private sealed class Formula : Reference<RReluOp>
    {
        protected override double[] Compute(RReluOp op, Node node, double[][] x) =>
            [.. x[0].Zip(Slopes(node, x[1], op.Lower, op.Upper, op.Id), (v, a) => v <= 0 ? v * a : v)];
    }

    private sealed class GradFormula : Reference<RReluGradOp>
    {
        protected override double[] Compute(RReluGradOp op, Node node, double[][] x) =>
            [.. x[0].Zip(x[2], Slopes(node, x[1], op.Lower, op.Upper, op.Id)).Select(e => e.First <= 0 ? e.Second * e.Third : e.Second)];
    }
}
