// A tensor repeated along its axes.
namespace CnnCompute.Tests;

public sealed class TileOpTests
{
    private static readonly (Shape, int[])[] Cases =
    [
        (new(1), [3]), (new(13), [127]), (new(8), [5]), (new(3, 13), [2, 1]), (new(3, 8), [1, 3]), (new(3, 4, 5), [2, 3, 2]),
        (new(2, 8, 3, 5), [1, 1, 2, 3]), (new(2, 3, 3, 5), [3, 2, 2, 1]), (new(2, 8, 3, 5), [1, 2, 1, 1]), (new(3), [2, 2]),
        (new(2, 3, 2, 1, 2, 2, 2, 3), [2, 1, 2, 3, 1, 2, 2, 2]), (new(2, 2, 2, 2, 2, 2, 2), [1, 1, 1, 2, 2, 2, 2]),
        (new(2, 2, 1, 2, 3, 2, 1, 2), [2, 2, 2, 2, 2, 2, 2, 2]),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Tile_matches_in_every_recipe_and_gradient((Shape X, int[] Repeats) c) => new OpCase(g => g.Input("x", c.X).Tile(c.Repeats)).Check();

    [Test]
    public void Integers_keep_their_bits() =>
        new OpCase(g => g.Input("x", new Shape(3, 13), DType.I32).Tile(2, 3))
        {
            Gradient = false,
            Values = (_, s) => SliceOpTests.Integers(s),
        }.Check();

    [Test]
    public void Bad_repeats_are_refused()
    {
        var x = new Graph().Input("x", 2, 3);
        Assert.That(() => x.Tile(0, 1), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3]").And.Message.Contains("positive"));
        Assert.That(() => x.Tile(1 << 30, 1 << 2), Throws.TypeOf<ShapeException>());
        Assert.That(() => x.Graph.Append(new TileOp(new Shape(2)), x), Throws.TypeOf<ShapeException>().With.Message.Contains("one an axis"));
    }

    private sealed class Formula : Reference<TileOp>
    {
        protected override double[] Compute(TileOp op, Node node, double[][] x)
        {
            var shape = node.Inputs[0].Shape;
            return [.. Places.Of(node.Shape).Select(p => x[0][Places.At(shape, [.. p.Select((v, i) => v % shape[i])])])];
        }
    }
}
