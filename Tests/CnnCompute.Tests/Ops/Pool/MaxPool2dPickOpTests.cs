// Picking elements where windows have their maxima: the formula, and that it is the pool's second derivative.
namespace CnnCompute.Tests;

public sealed class MaxPool2dPickOpTests
{
    private static readonly (Shape, PoolWindow, bool)[] Cases =
    [
        (new(1, 1, 2, 2), PoolWindow.Square(2, 0, 0, 1, false), false),
        (new(2, 13, 7, 9), PoolWindow.Square(2, 0, 0, 1, false), true),
        (new(1, 8, 7, 8), PoolWindow.Square(3, 2, 1, 2, true), false),
        (new(2, 3, 9, 8), new PoolWindow((3, 2), (1, 3), (1, 0), (2, 1), true), true),
        (new(1, 5, 7, 6), PoolWindow.Adaptive(3, 4), false),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Pick_matches_in_every_recipe_and_gradient((Shape X, PoolWindow Window, bool Positive) c) =>
        new OpCase(g => g.Append(new MaxPool2dPickOp(c.Window, c.Positive), g.Input("x", c.X).Detach(), g.Input("v", c.X)))
        {
            Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null,
        }.Check();

    [Test]
    public void Misfits_are_refused()
    {
        var graph = new Graph();
        var window = PoolWindow.Square(2, 0, 0, 1, false);
        Assert.That(() => graph.Append(new MaxPool2dPickOp(window), graph.Input("x", 1, 1, 4, 4), graph.Input("v", 1, 1, 4, 5)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("differ"));
    }

    private sealed class Formula : Reference<MaxPool2dPickOp>
    {
        protected override double[] Compute(MaxPool2dPickOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            foreach (var o in PoolTaps.Of(op.Window, node.Inputs[0].Shape, node.Shape).Where(o => o.Inside.Length > 0))
            {
                var winner = Extreme.Winner(o.Inside, t => x[0][t.Index]).Index;
                y[o.Output] = op.Positive && x[0][winner] <= 0 ? 0 : x[1][winner];
            }
            return y;
        }
    }
}
