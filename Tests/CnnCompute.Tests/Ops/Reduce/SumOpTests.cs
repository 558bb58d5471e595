// Sums and means over any axes.
namespace CnnCompute.Tests;

public sealed class SumOpTests
{
    private static readonly (Shape, int[])[] Cases =
    [
        (new(), []), (new(1), []), (new(127), []), (new(13, 3), []), (new(5, 3, 7, 9), []), (new(4096), []), (new(3, 127), [1]), (new(3, 128), [1]),
        (new(127, 3), [0]), (new(127, 8), [0]), (new(2, 13, 5, 3), [2, 3]), (new(2, 16, 5, 3), [2, 3]), (new(2, 16, 15, 13), [2, 3]),
        (new(2, 16, 5, 3), [0, 2, 3]), (new(2, 13, 5, 3), [1]), (new(2, 16, 5, 3), [1]), (new(2, 13, 5, 3), [0, 1]),
        (new(2, 13, 5, 3), [0]), (new(2, 16, 5, 3), [3]), (new(2, 16, 5, 3), [-1, 0]), (new(3, 4, 5), [1]), (new(2, 3, 4, 5, 6), [1, 3]),
        (new(1, 3, 1, 1), [0]), (new(2, 3, 4, 5, 6), [2]), (new(2, 3, 2, 2, 2, 3, 2, 2), [4]), (new(1, 2, 3, 2, 1, 3, 2, 2), [1, 3, 5, 7]),
        (new(2, 3, 2, 2, 2, 3, 2, 2), [0, 2, 4, 6]),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Sum_matches_in_every_recipe_and_gradient((Shape X, int[] Axes) c) => new OpCase(g => g.Input("x", c.X).Sum(c.Axes)).Check();

    [TestCaseSource(nameof(Cases))]
    public void Mean_keeps_dimensions_in_every_recipe_and_gradient((Shape X, int[] Axes) c) =>
        new OpCase(g => g.Input("x", c.X).Mean(c.Axes, keepDim: true)).Check();

    [Test]
    public void Large_sums_are_cut_into_parts() =>
        new OpCase(g => g.Input("x", 100_003).Sum()) { Gradient = false, Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => v + 1)] }.Check();

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 64, 32, 28, 28).Sum([0, 2, 3])) { Gradient = false }.Perf();
        new OpCase(g => g.Input("x", 64, 32, 28, 28).Sum()) { Gradient = false }.Perf();
    }

    private sealed class Formula : Reference<SumOp>
    {
        protected override double[] Compute(SumOp op, Node node, double[][] x)
        {
            var shape = node.Inputs[0].Shape;
            var y = new double[node.Shape.Count];
            var i = 0;
            foreach (var place in Places.Of(shape))
            {
                var to = 0;
                for (var axis = 0; axis < shape.Rank; axis++)
                    to = (op.Axes >> axis & 1) != 0 ? to : to * shape[axis] + place[axis];
                y[to] += x[0][i++] * op.Factor;
            }
            return y;
        }
    }
}
