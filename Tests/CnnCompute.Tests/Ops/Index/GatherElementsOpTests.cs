// Elements along one axis, each chosen by an index of its own.
namespace CnnCompute.Tests;

public sealed class GatherElementsOpTests
{
    private static readonly (Shape, int, Shape)[] Cases =
    [
        (new(1), 0, new(1)), (new(13), 0, new(127)), (new(5, 8), 0, new(3, 8)), (new(5, 13), 1, new(4, 2)), (new(2, 16, 3, 5), 1, new(2, 7, 3, 5)),
        (new(2, 13, 3, 5), 2, new(1, 13, 4, 3)), (new(2, 3, 3, 5), 3, new(2, 3, 3, 1)), (new(3, 4, 5), -2, new(3, 2, 5)),
        (new(2, 3, 2, 3, 2, 3), 4, new(1, 3, 2, 2, 5, 3)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void GatherElements_matches_in_every_recipe_and_gradient((Shape X, int Axis, Shape Indices) c) =>
        new OpCase(g => g.Input("x", c.X).GatherElements(c.Axis, g.Input("at", c.Indices, DType.I32)))
        {
            Values = (key, s) => key == "at" ? GatherOpTests.Indices(s, c.X[c.Axis]) : null,
        }.Check();

    [Test]
    public void Indices_outside_read_the_nearest_element() =>
        new OpCase(g => g.Input("x", new Shape(4, 3), DType.I32).GatherElements(0, g.Input("at", new Shape(2, 3), DType.I32)))
        {
            Gradient = false,
            Values = (key, s) => key == "at" ? [4, -5, int.MaxValue, int.MinValue, -1, 0] : SliceOpTests.Integers(s),
        }.Check();

    [Test]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var graph = new Graph();
        var x = graph.Input("x", 2, 3);
        Assert.That(() => x.GatherElements(0, graph.Input("long", new Shape(2, 4), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3], [2,4]").And.Message.Contains("no longer"));
        Assert.That(() => x.GatherElements(0, graph.Input("flat", new Shape(2), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("the data's rank"));
        Assert.That(() => x.GatherElements(0, graph.Input("floats", 2, 3)), Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
    }

    private sealed class Formula : Reference<GatherElementsOp>
    {
        protected override double[] Compute(GatherElementsOp op, Node node, double[][] x)
        {
            var (shape, i) = (node.Inputs[0].Shape, 0);
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var from = (int[])p.Clone();
                    from[op.Axis] = GatherOpTests.Wrap(x[1][i++], shape[op.Axis]);
                    return x[0][Places.At(shape, from)];
                })
            ];
        }
    }
}
