// Indices to vectors with one element set.
namespace CnnCompute.Tests;

public sealed class OneHotOpTests
{
    private static readonly (Shape, int, int)[] Cases =
    [
        (new(), 3, 0), (new(13), 5, -1), (new(127), 3, 0), (new(2, 3), 13, 1), (new(2, 3, 5), 8, 1), (new(2, 3, 5), 4, -1), (new(2, 3, 2, 2), 3, 2),
    ];

    [TestCaseSource(nameof(Cases))]
    public void OneHot_matches_in_every_recipe((Shape Indices, int Depth, int Axis) c)
    {
        // Among them negative ones and some outside, which set nothing.
        double[] At(Shape s) => [.. GatherOpTests.Indices(s, 2 * c.Depth).Select((v, i) => i % 5 == 4 ? int.MinValue : v)];
        new OpCase(g => g.Input("at", c.Indices, DType.I32).OneHot(c.Depth, c.Axis, 2.5f, -0.5f))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => At(s),
        }.Check();
        new OpCase(g => g.Input("at", c.Indices, DType.I32).OneHot(c.Depth, c.Axis, 7, -3, DType.I32))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => At(s),
        }.Check();
    }

    [Test]
    public void Hardmax_sets_the_first_maximum([Values(0, 1, -1)] int axis) =>
        new OpCase(g => g.Input("x", 3, 8, 5).Hardmax(axis))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => [.. OpCase.Uniform(s, 1).Select(v => Math.Round(3 * v))],
        }.Check();

    [Test]
    public void Bad_depths_and_axes_are_refused()
    {
        var graph = new Graph();
        var at = graph.Input("at", new Shape(3), DType.I32);
        Assert.That(() => at.OneHot(0), Throws.TypeOf<ShapeException>().With.Message.Contains("positive depth, not 0"));
        Assert.That(() => at.OneHot(4, 2), Throws.TypeOf<ShapeException>().With.Message.Contains("[3]"));
        Assert.That(() => graph.Input("x", 3).OneHot(4), Throws.TypeOf<ShapeException>().With.Message.Contains("I32"));
    }

    private sealed class Formula : Reference<OneHotOp>
    {
        protected override double[] Compute(OneHotOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p =>
            {
                var from = (int[])p.Clone();
                from[op.Axis] = 0;
                var index = x[0][Places.At(node.Inputs[0].Shape, from)];
                return (double)(p[op.Axis] == (index < 0 ? index + op.Depth : index) ? op.On : op.Off);
            })
        ];
    }
}
