// Other dimensions in NCHW order.
namespace CnnCompute.Tests;

public sealed class ReshapeOpTests
{
    private static readonly (Shape, Shape)[] Shapes =
    [
        (new(1), new()), (new(3, 13), new(13, 3)), (new(2, 13, 3, 5), new(2, 195)), (new(2, 195), new(2, 13, 3, 5)), (new(2, 16, 7, 7), new(2, 784)),
        (new(2, 13, 1, 1), new(2, 13)), (new(4, 1, 3, 5), new(60)), (new(2, 6, 3, 4), new(3, 4, 2, 6)), (new(2, 3, 4, 5), new(2, 3, 5, 4)),
        (new(2, 8, 3, 3), new(4, 4, 9, 1)), (new(6, 2, 3), new(2, 3, 2, 3)), (new(8), new(1, 8, 1, 1)),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Reshape_keeps_NCHW_order_in_every_recipe_and_gradient((Shape From, Shape To) shapes) =>
        new OpCase(g => g.Input("x", shapes.From).Reshape(shapes.To)).Check();

    [Test]
    public void Flatten_is_a_view_only_where_memory_agrees()
    {
        var graph = new Graph();
        Tensor pooled = graph.Input("pooled", 2, 13, 1, 1).Flatten(), grey = graph.Input("grey", 2, 1, 5, 5).Flatten(),
            image = graph.Input("image", 2, 3, 5, 5).Flatten();
        Assert.Multiple(() =>
        {
            Assert.That(pooled.Node.Op.Aliases(pooled.Node), Is.Zero);
            Assert.That(grey.Node.Op.Aliases(grey.Node), Is.Zero);
            Assert.That(image.Node.Op.Aliases(image.Node), Is.EqualTo(-1));
        });
    }

    [Test]
    public void One_dimension_may_be_left_open()
    {
        var x = new Graph().Input("x", 2, 3, 4, 5);
        Assert.That(x.Reshape(2, -1).Shape, Is.EqualTo(new Shape(2, 60)));
        Assert.That(() => x.Reshape(7, -1), Throws.TypeOf<ShapeException>().With.Message.Contains("do not divide by 7"));
    }

    [Test]
    public void Axes_come_and_go()
    {
        var x = new Graph().Input("x", 2, 1, 3, 1);
        Assert.That(x.Squeeze().Shape, Is.EqualTo(new Shape(2, 3)));
        Assert.That(x.Squeeze(-1).Shape, Is.EqualTo(new Shape(2, 1, 3)));
        Assert.That(x.Unsqueeze(0, -1).Shape, Is.EqualTo(new Shape(1, 2, 1, 3, 1, 1)));
        Assert.That(x.Flatten(1, 2).Shape, Is.EqualTo(new Shape(2, 3, 1)));
        Assert.That(x.Unflatten(2, -1, 1).Shape, Is.EqualTo(new Shape(2, 1, 3, 1, 1)));
        Assert.That(() => x.Squeeze(0), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,1,3,1]").And.Message.Contains("length 1"));
        Assert.That(() => x.Unsqueeze(1, 1), Throws.TypeOf<ShapeException>().With.Message.Contains("named twice"));
        Assert.That(() => x.Unsqueeze(5), Throws.TypeOf<ShapeException>().With.Message.Contains("out of range"));
        Assert.That(() => x.Unflatten(0, -1, 3), Throws.TypeOf<ShapeException>().With.Message.Contains("[-1,3]"));
        Assert.That(() => x.Flatten(3, 1), Throws.TypeOf<ShapeException>().With.Message.Contains("out of range"));
        new OpCase(g => g.Input("x", new Shape(2, 8, 3, 5), DType.I32).Flatten(1, 2).Unflatten(1, 3, -1).Unsqueeze(0))
        {
            Gradient = false,
            Values = (_, s) => SliceOpTests.Integers(s),
        }.Check();
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 64, 64, 7, 7).Flatten()).Perf();

    private sealed class Formula : Reference<ReshapeOp>
    {
        protected override double[] Compute(ReshapeOp op, Node node, double[][] x) => x[0];
    }
}
