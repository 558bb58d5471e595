// Coordinates to places.
namespace CnnCompute.Tests;

public sealed class RavelIndexOpTests
{
    private static readonly (int, Shape, int)[] Cases =
    [
        (1, new(1), 1), (13, new(5), 1), (127, new(3, 4), 1), (12, new(2, 3, 5), 3), (6, new(2, 1, 3, 2, 2, 1, 2, 3), 2),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Places_match_in_every_recipe((int Rows, Shape Extents, int Batches) c) =>
        new OpCase(g => g.Append(new RavelIndexOp(c.Extents, c.Batches), g.Input("at", new Shape(c.Rows, c.Extents.Rank), DType.I32)))
        {
            Gradient = false,
            Tolerance = 0,
            Values = (_, s) => [.. GatherOpTests.Indices(s, 6)],
        }.Check();

    [Test]
    public void Rows_must_hold_a_coordinate_for_each_axis()
    {
        var graph = new Graph();
        Assert.That(() => graph.Append(new RavelIndexOp(new Shape(2, 3), 1), graph.Input("at", new Shape(4, 3), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[4,3]").And.Message.Contains("2 coordinates in [2,3]"));
    }

    private sealed class Formula : Reference<RavelIndexOp>
    {
        protected override double[] Compute(RavelIndexOp op, Node node, double[][] x)
        {
            int rows = node.Shape[0], n = op.Extents.Rank;
            return
            [
                .. Enumerable.Range(0, rows).Select(q =>
                    (double)Places.At(op.Extents, [.. Enumerable.Range(0, n).Select(k => GatherOpTests.Wrap(x[0][q * n + k], op.Extents[k]))])
                        + q / (rows / op.Batches) * op.Extents.Count)
            ];
        }
    }
}
