// Leaky unit with slopes: every recipe, the gradients of x and of the slopes.
namespace CnnCompute.Tests;

public sealed class PReluOpTests
{
    private static readonly (Shape, Shape)[] Cases =
        [
            (new(13), new(1)), (new(3, 127), new(127)), (new(2, 13, 3, 5), new(13)), (new(2, 8, 3, 5), new(8)), (new(2, 8, 3, 5), new(1)),
            (new(2, 3, 5), new(3)), (new(2, 3, 5, 7), new(3, 1, 7)),
        ];

    [TestCaseSource(nameof(Cases))]
    public void PRelu_matches_in_every_recipe_and_gradient((Shape X, Shape Slope) c) =>
        new OpCase(g => g.Input("x", c.X).PRelu(g.Input("slope", c.Slope)))
        {
            Values = (key, s) => key == "x" ? OpCase.AwayFromZero(s) : null,
        }.Check();

    [Test]
    public void Slopes_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", 2, 3, 5, 7).PRelu(graph.Input("a", 4)), Throws.TypeOf<ShapeException>());
        Assert.That(() => graph.Input("y", 1, 3).PRelu(graph.Input("b", 2, 3)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("3 for axis 1"));
    }

    private sealed class Formula : Reference<PReluOp>
    {
        protected override double[] Compute(PReluOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, (a, b) => a > 0 ? a : b * a);
    }

    private sealed class SlopeFormula : Reference<PReluSlopeOp>
    {
        protected override double[] Compute(PReluSlopeOp op, Node node, double[][] x) => Elementwise.Broadcast(node, x, (a, b) => a > 0 ? 1 : b);
    }
}
