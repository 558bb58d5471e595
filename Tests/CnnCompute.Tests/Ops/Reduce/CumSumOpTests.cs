// Running sums.
namespace CnnCompute.Tests;

public sealed class CumSumOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(1), 0), (new(127), 0), (new(3, 13), 1), (new(13, 3), 0), (new(2, 13, 3, 5), 1), (new(2, 8, 3, 5), 2), (new(2, 3, 3, 5), -1),
        (new(2, 3, 4, 2, 3), 2),
    ];

    [TestCaseSource(nameof(Cases))]
    public void CumSum_matches_in_every_recipe_and_gradient((Shape X, int Axis) c)
    {
        foreach (var (exclusive, reverse) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            new OpCase(g => g.Input("x", c.X).CumSum(c.Axis, exclusive, reverse)).Check();
            new OpCase(g => g.Input("x", c.X, DType.I32).CumSum(c.Axis, exclusive, reverse))
            {
                Gradient = false,
                Tolerance = 0,
                Values = (_, s) => GatherOpTests.Indices(s, 1000),
            }.Check();
        }
    }

    [Test]
    public void Long_lines_are_cut_into_launches([Values] bool exclusive, [Values] bool reverse) =>
        new OpCase(g => g.Input("x", new Shape(70_000, 2), DType.I32).CumSum(0, exclusive, reverse))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => GatherOpTests.Indices(s, 100),
        }.Check();

    [Test]
    public void Bad_axes_and_types_are_refused()
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", 3).CumSum(1), Throws.TypeOf<ShapeException>().With.Message.Contains("[3]").And.Message.Contains("axis 1"));
        Assert.That(() => graph.Input("b", new Shape(3), DType.Bool).CumSum(0), Throws.TypeOf<ShapeException>().With.Message.Contains("Bool"));
    }

    private sealed class Formula : Reference<CumSumOp>
    {
        protected override double[] Compute(CumSumOp op, Node node, double[][] x)
        {
            var y = new double[x[0].Length];
            foreach (var line in SoftmaxOpTests.Lines(node.Shape, op.Axis))
            {
                double sum = 0;
                foreach (var i in op.Reverse ? line.Reverse() : line)
                {
                    y[i] = op.Exclusive ? sum : sum + x[0][i];
                    sum += x[0][i];
                }
            }
            return y;
        }
    }
}
