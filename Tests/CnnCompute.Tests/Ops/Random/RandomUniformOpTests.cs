// Uniform numbers are the host's own.
namespace CnnCompute.Tests;

public sealed class RandomUniformOpTests
{
    [TestCase(1, 1, 1, 1, 1)]
    [TestCase(1, 3, 13, 7, 2)]
    [TestCase(2, 8, 3, 127, 2)]
    public void RandomUniform_matches_in_every_recipe(int n, int c, int h, int w, int words) =>
        new OpCase(g => g.RandomUniform(new Shape(n, c, h, w), g.Value("key", new Shape(words), DType.I32)))
        {
            Gradient = false,
            Values = (_, _) => [.. new double[] { 77, 5 }.Take(words)],
        }.Check();

    [Test]
    public void Numbers_cut_between_launches_are_the_same() =>
        new OpCase(g => g.RandomUniform(new Shape(1000), g.Value("key", new Shape(2), DType.I32)))
        {
            Gradient = false,
            Values = (_, _) => [3, 4],
            Device = d => d with { MaxBindingBytes = 1024 },
        }.Check();

    [Test]
    public void Each_op_seed_and_step_draws_anew()
    {
        var graph = new Graph();
        var key = graph.Value("key", new Shape(2), DType.I32);
        Tensor one = graph.RandomUniform(new Shape(1000), key), other = graph.RandomUniform(new Shape(1000), key);
        double[] Run(Tensor t, int seed, int step) => Oracle.Run(new Dictionary<string, double[]> { ["key"] = [seed, step] }, t)[0];
        var (first, again) = (Run(one, 1, 0), Run(one, 1, 0));
        Assert.That(first, Is.EqualTo(again).And.Not.EqualTo(Run(one, 2, 0)).And.Not.EqualTo(Run(one, 1, 1)).And.Not.EqualTo(Run(other, 1, 0)));
        Assert.That(first, Is.All.InRange(0, 1));
        Assert.That(first.Average(), Is.EqualTo(0.5).Within(0.03));
    }

    private sealed class Formula : Reference<RandomUniformOp>
    {
        protected override double[] Compute(RandomUniformOp op, Node node, double[][] x)
        {
            var random = RandomKey.Stream((int)x[0][0], x[0].Length > 1 ? (int)x[0][1] : 0, op.Id);
            return node.Shape.FromMemory<double>([.. Enumerable.Range(0, (int)node.Shape.Count).Select(i => (double)random.Uniform((ulong)i))]);
        }
    }
}
