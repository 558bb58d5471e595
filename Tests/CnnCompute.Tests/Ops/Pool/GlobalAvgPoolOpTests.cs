// The mean of every feature map.
namespace CnnCompute.Tests;

public sealed class GlobalAvgPoolOpTests
{
    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 13, 3, 5)]
    [TestCase(3, 16, 7, 7)]
    [TestCase(1, 127, 13, 1)]
    public void GlobalAvgPool_matches_in_every_recipe_and_gradient(int n, int c, int h, int w) =>
        new OpCase(g => g.Input("x", n, c, h, w).GlobalAvgPool()).Check();

    [Test]
    public void More_pixels_than_a_loop_can_have_rounds_are_cut_into_parts() => new OpCase(g => g.Input("x", 1, 3, 257, 256).GlobalAvgPool())
    {
        Gradient = false,
        Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => v + 1)],
    }.Check();

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 1, 1000, 13, 13).GlobalAvgPool()).Perf();

    private sealed class Formula : Reference<GlobalAvgPoolOp>
    {
        protected override double[] Compute(GlobalAvgPoolOp op, Node node, double[][] x)
        {
            var s = node.Inputs[0].Shape;
            return [.. x[0].Chunk(s[2] * s[3]).Select(map => map.Average())];
        }
    }
}
