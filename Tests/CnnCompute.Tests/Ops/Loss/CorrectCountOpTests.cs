// How many predictions are right.
namespace CnnCompute.Tests;

public sealed class CorrectCountOpTests
{
    [TestCase(1, 1)]
    [TestCase(13, 3)]
    [TestCase(127, 10)]
    [TestCase(64, 2)]
    public void CorrectCount_matches_in_every_recipe(int n, int c) =>
        new OpCase(g => g.Input("x", n, c).CorrectCount(g.Labels("labels", n)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (key, s) => key == "labels" ? [.. Enumerable.Range(0, n).Select(i => i % 4 == 3 ? -1.0 : i % c)] : null,
        }.Check();

    private sealed class Formula : Reference<CorrectCountOp>
    {
        protected override double[] Compute(CorrectCountOp op, Node node, double[][] x) =>
            [x[0].Chunk(node.Inputs[0].Shape[1]).Zip(x[1]).Count(r => Array.IndexOf(r.First, Extreme.Largest(r.First)) == (int)r.Second)];
    }
}
