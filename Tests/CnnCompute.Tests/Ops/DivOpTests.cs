// Elementwise quotient: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class DivOpTests
{
    private static readonly (Shape, Shape)[] Shapes =
    [
        (new(), new()), (new(1), new(127)), (new(13), new(13)), (new(3, 13), new(13)), (new(13, 1), new(1, 127)), (new(2, 13, 3, 5), new(2, 13, 3, 5)),
        (new(2, 8, 3, 5), new(1, 8, 1, 1)), (new(2, 13, 1, 5), new(13, 3, 1)), (new(3, 1, 5, 1), new(1, 16, 1, 7)), (new(2, 3, 2, 3, 2, 3), new(3, 1, 1, 2, 1)),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Div_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) / g.Input("b", shapes.B)) { Values = (_, s) => OpCase.AwayFromZero(s) }.Check();

    private sealed class Formula : Reference<DivOp>
    {
        protected override double[] Compute(DivOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)] / x[1][Places.Broadcast(node.Inputs[1].Shape, p)])];
    }
}
