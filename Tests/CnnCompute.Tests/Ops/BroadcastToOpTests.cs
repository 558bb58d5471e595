// Repeating along axes of length one.
namespace CnnCompute.Tests;

public sealed class BroadcastToOpTests
{
    private static readonly (Shape, Shape)[] Shapes =
    [
        (new(), new(127)), (new(1), new(3, 13)), (new(13), new(3, 13)), (new(2, 13, 1, 1), new(2, 13, 3, 5)), (new(2, 16, 1, 1), new(2, 16, 3, 5)),
        (new(8, 1, 1), new(3, 8, 5, 7)), (new(16), new(3, 16)), (new(1, 1, 3, 5), new(2, 16, 3, 5)), (new(2, 1, 13, 1), new(2, 3, 13, 127)),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void BroadcastTo_repeats_in_every_recipe_and_gradient((Shape From, Shape To) shapes) => new OpCase(g => g.Input("x", shapes.From).BroadcastTo(shapes.To)).Check();

    [Test]
    public void BroadcastTo_refuses_what_does_not_repeat() =>
        Assert.That(() => new Graph().Input("x", 2, 3).BroadcastTo(new Shape(2, 4)), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,4]"));

    private sealed class Formula : Reference<BroadcastToOp>
    {
        protected override double[] Compute(BroadcastToOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)])];
    }
}
