// Repeating along axes of length one.
namespace CnnCompute.Tests;

public sealed class BroadcastToOpTests
{
    private static readonly (Shape, Shape)[] Shapes =
    [
        (new(), new(127)), (new(1), new(3, 13)), (new(13), new(3, 13)), (new(2, 13, 1, 1), new(2, 13, 3, 5)), (new(2, 16, 1, 1), new(2, 16, 3, 5)),
        (new(8, 1, 1), new(3, 8, 5, 7)), (new(16), new(3, 16)), (new(1, 1, 3, 5), new(2, 16, 3, 5)), (new(2, 1, 13, 1), new(2, 3, 13, 127)),
        (new(2, 1, 2, 1, 3, 1, 2, 1), new(2, 3, 2, 2, 3, 3, 2, 2)), (new(1, 3, 1, 8), new(2, 3, 2, 3, 2, 3, 4, 8)),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void BroadcastTo_repeats_in_every_recipe_and_gradient((Shape From, Shape To) shapes) =>
        new OpCase(g => g.Input("x", shapes.From).BroadcastTo(shapes.To)).Check();

    [Test]
    public void BroadcastTo_refuses_what_does_not_repeat() =>
        Assert.That(() => new Graph().Input("x", 2, 3).BroadcastTo(new Shape(2, 4)), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,4]"));

    [Test]
    public void Expand_keeps_what_is_longer_than_one()
    {
        var x = new Graph().Input("x", 3, 1, 5);
        Assert.That(x.Expand(2, 1, 6, 1).Shape, Is.EqualTo(new Shape(2, 3, 6, 5)));
        Assert.That(x.Expand(-1, 4, -1).Shape, Is.EqualTo(new Shape(3, 4, 5)));
        Assert.That(() => x.Expand(2, 1, 1),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[3,1,5]").And.Message.Contains("neither 1 nor equal"));
        new OpCase(g => g.Input("x", new Shape(3, 1), DType.I32).Expand(3, 40))
        {
            Gradient = false,
            Values = (_, s) => SliceOpTests.Integers(s),
        }.Check();
    }

    private sealed class Formula : Reference<BroadcastToOp>
    {
        protected override double[] Compute(BroadcastToOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)])];
    }
}
