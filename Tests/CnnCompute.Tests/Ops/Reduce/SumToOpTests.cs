// Sums down to a shape that broadcasts back.
namespace CnnCompute.Tests;

public sealed class SumToOpTests
{
    private static readonly (Shape, Shape)[] Shapes =
    [
        (new(127), new()), (new(1), new()), (new(3, 13), new(13)), (new(3, 13), new(3, 1)), (new(2, 13, 3, 5), new(13, 1, 1)),
        (new(2, 16, 3, 5), new(1, 16, 1, 1)), (new(4, 16, 9, 13), new(1, 16, 1, 1)), (new(2, 16, 3, 5), new(2, 1, 3, 5)),
        (new(2, 3, 5, 7), new(5, 1)), (new(127, 13), new(1, 13)), (new(1000, 8), new(8)),
        (new(13, 5, 7, 3), new()),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void SumTo_matches_in_every_recipe_and_gradient((Shape From, Shape To) shapes) =>
        new OpCase(g => g.Input("x", shapes.From).SumTo(shapes.To)).Check();

    private sealed class Formula : Reference<SumToOp>
    {
        protected override double[] Compute(SumToOp op, Node node, double[][] x)
        {
            var y = new double[op.Target.Count];
            var i = 0;
            foreach (var place in Places.Of(node.Inputs[0].Shape))
                y[Places.Broadcast(op.Target, place)] += x[0][i++];
            return y;
        }
    }
}
