// Indices of maxima.
namespace CnnCompute.Tests;

public sealed class ArgMaxOpTests
{
    private static readonly (Shape, int)[] Cases = [(new(1), 0), (new(127), 0), (new(13, 3), 1), (new(3, 13), 0), (new(2, 13, 3, 5), 1), (new(2, 3, 13, 5), 2), (new(2, 3, 5, 13), -1), (new(2, 13, 5), 1)];

    [TestCaseSource(nameof(Cases))]
    public void ArgMax_matches_in_every_recipe((Shape X, int Axis) c) => new OpCase(g => g.Input("x", c.X).ArgMax(c.Axis)) { Gradient = false, Tolerance = 0 }.Check();

    [Test]
    public void The_first_of_equals_is_taken() =>
        new OpCase(g => g.Input("x", 13, 7).ArgMax()) { Gradient = false, Tolerance = 0, Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => Math.Round(v))] }.Check();

    private sealed class Formula : Reference<ArgMaxOp>
    {
        protected override double[] Compute(ArgMaxOp op, Node node, double[][] x) =>
            [.. SoftmaxOpTests.Lines(node.Inputs[0].Shape, op.Axis).Select(line => (double)Array.IndexOf(line, line.MaxBy(i => x[0][i])))];
    }
}
