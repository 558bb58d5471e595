// Sums of absolute differences between rows.
namespace CnnCompute.Tests;

public sealed class CdistL1OpTests
{
    [TestCase(1, 1, 1)]
    [TestCase(3, 13, 8)]
    [TestCase(13, 3, 127)]
    [TestCase(127, 13, 16)]
    [TestCase(33, 127, 3)]
    public void Distances_and_gradients_match_in_every_recipe(int q, int r, int f) =>
        new OpCase(g => g.Input("a", q, f).CdistL1(g.Input("b", r, f)))
        {
            // Differences stay away from the kink.
            Values = (key, s) => [.. OpCase.Uniform(s, key == "a" ? 1u : 2u).Select(v => (Math.Round(v * 32) / 32) + (key == "a" ? 0 : 1 / 64.0))],
        }.Check();

    [Test]
    public void References_may_be_parameters()
    {
        var points = new Parameter("points", new Shape(5, 3), [.. OpCase.Floats(new Shape(5, 3), 2)]);
        var graph = new Graph();
        var y = graph.Input("a", 2, 3).CdistL1(graph.Parameter(points));
        using var weights = new Residence(GpuFixture.Gpu);
        using var plan = Plan.Compile(weights, [], [y]);
        plan.Upload("a", [0f, 0, 0, 1, 1, 1]);
        plan.Run();
        Assert.That(plan.Fetch(y), Is.EqualTo((float[])[.. points.Initial.Chunk(3).Select(p => p.Sum(Math.Abs)),
            .. points.Initial.Chunk(3).Select(p => p.Sum(v => Math.Abs(1 - v)))]).Within(1e-5));
    }

    [Test]
    public void Not_a_number_spoils_its_own_rows_alone() =>
        new OpCase(g => g.Input("a", 9, 12).CdistL1(g.Input("b", 11, 12)))
        {
            Gradient = false,
            Values = (key, s) => [.. OpCase.Uniform(s, 3).Select((v, i) => i == 30 ? key == "a" ? double.NaN : double.PositiveInfinity : v)],
        }.Check();

    [Test]
    public void Rows_of_other_lengths_are_refused() =>
        Assert.That(() => new Graph() is var g ? g.Input("a", 2, 5).CdistL1(g.Input("b", 2, 6)) : default,
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,5]").And.Message.Contains("as many columns"));

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("a", 1000, 784).CdistL1(g.Input("b", 4096, 784))).Perf();

    private sealed class Formula : Reference<CdistL1Op>
    {
        protected override double[] Compute(CdistL1Op op, Node node, double[][] x)
        {
            int q = node.Shape[0], r = node.Shape[1], f = node.Inputs[0].Shape[1];
            return [.. Enumerable.Range(0, q * r).Select(i =>
                Enumerable.Range(0, f).Sum(k => Math.Abs(x[0][(i / r * f) + k] - x[1][(i % r * f) + k])))];
        }
    }
}
