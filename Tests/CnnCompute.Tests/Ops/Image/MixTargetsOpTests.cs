// Targets of mixed batches: they add up to one, and padding has none.
namespace CnnCompute.Tests;

public sealed class MixTargetsOpTests
{
    [TestCase(1, 1, false)]
    [TestCase(13, 3, true)]
    [TestCase(3, 127, false)]
    [TestCase(5, 10, true)]
    public void MixTargets_matches_in_every_recipe(int n, int classes, bool given) =>
        new OpCase(g => g.Labels("labels", n)
            .MixTargets(g.Value("drawn", new Shape(8)), classes, given ? g.Input("targets", n, classes) : null))
        {
            Gradient = false,
            Values = (key, _) => MixOpTests.Values(key, n, false),
        }.Check();

    [Test]
    public void Targets_add_up_to_one_and_padding_has_none()
    {
        var graph = new Graph();
        var targets = graph.Labels("labels", 5).MixTargets(graph.Value("drawn", new Shape(8)), 3);
        var result = Oracle.Run(new Dictionary<string, double[]>
        {
            ["labels"] = MixOpTests.Values("labels", 5, false)!,
            ["drawn"] = MixOpTests.Values("drawn", 5, false)!,
        }, targets)[0];
        Assert.That(result.Chunk(3).Select(r => r.Sum()), Is.EqualTo(new double[] { 1, 1, 1, 0, 1 }).Within(1e-12));
        Assert.That(result[..3], Is.EqualTo(new[] { 0.3, 0.7, 0 }).Within(1e-12), "class 0 before class 1");
    }

    private sealed class Formula : Reference<MixTargetsOp>
    {
        public override string? NaNIsNotFollowed(int operand) => operand == 1 ? "what is drawn is a number" : null;

        protected override double[] Compute(MixTargetsOp op, Node node, double[][] x)
        {
            var n = node.Shape[0];
            double Target(int row, int c) => x.Length > 2 ? x[2][(row * op.Classes) + c] : x[0][row] == c ? 1 : 0;
            return [.. Places.Of(node.Shape).Select(p =>
            {
                var other = (p[0] + n - 1) % n;
                if (x[0][p[0]] < 0)
                    return 0;
                return x[0][other] < 0 ? Target(p[0], p[1]) : (x[1][0] * Target(p[0], p[1])) + ((1 - x[1][0]) * Target(other, p[1]));
            })];
        }
    }
}
