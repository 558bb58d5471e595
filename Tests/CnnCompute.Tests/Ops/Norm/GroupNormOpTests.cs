// Group, instance and layer normalisation.
namespace CnnCompute.Tests;

public sealed class GroupNormOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(3, 8), 2), (new(2, 6, 13), 6), (new(2, 6, 16), 3), (new(1, 3, 127), 1), (new(2, 3, 5, 7), 3), (new(2, 16, 9, 13), 16),
        (new(3, 24, 3, 3), 4), (new(1, 13, 3, 5), 13), (new(1, 8, 33, 31), 8), (new(2, 1, 16, 8), 1), (new(2, 127, 1, 1), 1), (new(2, 4, 3, 5, 2), 2),
        (new(1, 2, 4, 4, 8), 2),
    ];

    [TestCaseSource(nameof(Cases))]
    public void GroupNorm_matches_in_every_recipe_and_gradient((Shape X, int Groups) c) =>
        new OpCase(g => g.Input("x", c.X).GroupNorm(c.Groups, g.Input("gamma", c.X[1]), g.Input("beta", c.X[1])))
        {
            GradientTolerance = 1e-5,
        }.Check();

    [TestCaseSource(nameof(Cases))]
    public void GroupNorm_without_scale_matches_in_every_recipe_and_gradient((Shape X, int Groups) c) =>
        new OpCase(g => g.Input("x", c.X).GroupNorm(c.Groups)) { GradientTolerance = 1e-5 }.Check();

    [Test]
    public void Values_far_from_zero_lose_little() => new OpCase(g => g.Input("x", 2, 16, 17, 19).InstanceNorm())
    {
        Gradient = false,
        Tolerance = 2e-4,
        Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => 1000 + v * Math.Sqrt(3))],
    }.Check();

    private static readonly (Shape, Shape)[] Layers =
    [
        (new(3, 13), new(13)), (new(5), new(5)), (new(2, 3, 16), new(16)), (new(2, 3, 16), new(3, 16)), (new(2, 3, 4, 5), new(3, 4, 5)),
        (new(2, 3, 4, 5), new(5)), (new(2, 8, 4, 5), new(4, 5)), (new(1, 16, 9, 9), new(16, 9, 9)), (new(2, 2, 3, 4, 5), new(4, 5)),
        (new(1, 8, 127, 1), new(1)),
    ];

    [TestCaseSource(nameof(Layers))]
    public void LayerNorm_is_the_norm_of_the_last_axes((Shape X, Shape Normalized) c)
    {
        // A line of one element has variance 0; what its gradient divides by is small.
        Tensor Build(Graph g) => g.Input("x", c.X).LayerNorm(c.Normalized, g.Input("gamma", c.Normalized), g.Input("beta", c.Normalized));
        new OpCase(Build) { GradientTolerance = 1e-4 }.Check();
        var graph = new Graph();
        double[] x = OpCase.Uniform(c.X, 1), gamma = OpCase.Uniform(c.Normalized, 2), beta = OpCase.Uniform(c.Normalized, 3);
        var y = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x, ["gamma"] = gamma, ["beta"] = beta }, Build(graph))[0];
        var expected = x.Chunk((int)c.Normalized.Count).SelectMany(line =>
        {
            var mean = line.Average();
            var deviation = Math.Sqrt(line.Average(v => (v - mean) * (v - mean)) + 1e-5);
            return line.Select((v, i) => (v - mean) / deviation * gamma[i] + beta[i]);
        });
        Assert.That(y, Is.EqualTo(expected).Within(1e-9));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Groups_of_more_channels_than_one_loop_walks_are_right(int groups)
    {
        foreach (var shape in new[] { new Shape(2, 70000), new Shape(1, 70000, 1, 2) })
        {
            new OpCase(g => g.Input("x", shape).GroupNorm(groups, g.Input("gamma", 70000), g.Input("beta", 70000))).CheckRecipes();
            new OpCase(g => g.Input("x", shape).GroupStatistics(groups)).CheckRecipes();
        }
        var x = OpCase.Uniform(new Shape(1, 70000), 1);
        double mean = x.Average(), deviation = Math.Sqrt(x.Average(v => (v - mean) * (v - mean)) + 1e-5);
        var y = Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, new Graph().Input("x", 1, 70000).GroupNorm(1))[0];
        Assert.That(y, Is.EqualTo(x.Select(v => (v - mean) / deviation)).Within(1e-9));
        var big = new Graph().Input("x", 1, 70000);
        Assert.That(() => big.Graph.Append(new GroupStatsOp(1), big), Throws.TypeOf<ShapeException>().With.Message.Contains("70000 channels"));
    }

    [Test]
    public void Constant_maps_become_beta_and_stay_finite()
    {
        var graph = new Graph();
        var y = graph.Fill(new Shape(1, 2, 3, 3), 7).InstanceNorm(graph.Input("gamma", 2), graph.Input("beta", 2));
        var run = Oracle.Run(new Dictionary<string, double[]> { ["gamma"] = [2, 3], ["beta"] = [5, -1] }, y)[0];
        Assert.That(run, Is.EqualTo(Enumerable.Repeat(5.0, 9).Concat(Enumerable.Repeat(-1.0, 9))).Within(1e-12));
    }

    [Test]
    public void Misuse_is_refused()
    {
        var g = new Graph();
        var x = g.Input("x", 2, 6, 4, 4);
        Assert.That(() => x.GroupNorm(4), Throws.TypeOf<ShapeException>().With.Message.Contains("4 groups do not divide 6 channels"));
        Assert.That(() => x.GroupNorm(3, g.Input("w", 4), g.Input("b", 4)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("gamma and beta must be [6]"));
        Assert.That(() => x.GroupNorm(3, g.Input("v", 6)), Throws.ArgumentException);
        Assert.That(() => g.Input("rows", 2, 6).InstanceNorm(), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.LayerNorm(new Shape(5)), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.LayerNorm(new Shape(4), g.Input("u", 5)), Throws.TypeOf<ShapeException>());
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 1, 32, 256, 256).InstanceNorm(g.Input("gamma", 32), g.Input("beta", 32))).Perf();
        new OpCase(g => g.Input("x", 1, 128, 64, 64).GroupNorm(32, g.Input("gamma", 128), g.Input("beta", 128))).Perf();
    }

    private sealed class Formula : Reference<GroupNormOp>
    {
        protected override double[] Compute(GroupNormOp op, Node node, double[][] x)
        {
            var (shape, groups) = (node.Shape, node.Inputs[1].Shape[1]);
            int inner = (int)(shape.Count / shape[0] / shape[1]), size = (int)(shape.Count / shape[0] / groups);
            return [.. x[0].Select((v, i) => (v - x[1][i / size * 2]) / Math.Sqrt(x[1][i / size * 2 + 1] + op.Eps)
                * (x.Length > 2 ? x[2][i / inner % shape[1]] : 1) + (x.Length > 2 ? x[3][i / inner % shape[1]] : 0))];
        }
    }
}
