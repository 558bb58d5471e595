// A range along an axis.
namespace CnnCompute.Tests;

public sealed class SliceOpTests
{
    private static readonly (Shape, int, int, int)[] Cases =
    [
        (new(13), 0, 3, 1), (new(127, 3), 0, 13, 100), (new(3, 127), 1, 1, 13), (new(2, 24, 3, 5), 1, 8, 16), (new(2, 13, 3, 5), 1, 3, 9), (new(2, 8, 7, 5), 2, 2, 3), (new(2, 3, 7, 5), 3, -2, 2),
        (new(5, 8, 3, 1), 0, 1, 3), (new(2, 3, 4, 5, 6), 3, 1, 2), (new(2, 32), 0, 1, 1),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Slice_matches_in_every_recipe_and_gradient((Shape X, int Axis, int Start, int Length) c) => new OpCase(g => g.Input("x", c.X).Slice(c.Axis, c.Start, c.Length)).Check();

    [Test]
    public void A_range_beyond_the_end_is_refused() =>
        Assert.That(() => new Graph().Input("x", 5).Slice(0, 3, 3), Throws.TypeOf<ShapeException>().With.Message.Contains("elements 3 to 5 of axis 0 do not exist"));

    private sealed class Formula : Reference<SliceOp>
    {
        protected override double[] Compute(SliceOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p =>
            {
                var from = (int[])p.Clone();
                from[op.Axis] += op.Start;
                return x[0][Places.At(node.Inputs[0].Shape, from)];
            })
        ];
    }

    private sealed class GradFormula : Reference<SliceGradOp>
    {
        protected override double[] Compute(SliceGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            var i = 0;
            foreach (var p in Places.Of(node.Inputs[0].Shape))
            {
                var to = (int[])p.Clone();
                to[op.Axis] += op.Start;
                dx[Places.At(node.Shape, to)] = x[0][i++];
            }
            return dx;
        }
    }
}
