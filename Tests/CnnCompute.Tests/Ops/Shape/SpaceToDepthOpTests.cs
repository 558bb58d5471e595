// Pixels to channels, both orders.
namespace CnnCompute.Tests;

public sealed class SpaceToDepthOpTests
{
    [TestCase(1, 1, 1, 1, 1)]
    [TestCase(2, 3, 4, 5, 2)]
    [TestCase(1, 8, 3, 2, 3)]
    [TestCase(2, 13, 1, 7, 2)]
    public void SpaceToDepth_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int block)
    {
        new OpCase(g => g.Input("x", n, c, h * block, w * block).SpaceToDepth(block)).Check();
        new OpCase(g => g.Input("x", n, c, h * block, w * block).PixelUnshuffle(block)).Check();
    }

    [Test]
    public void Sides_that_do_not_divide_are_refused() =>
        Assert.That(() => new Graph().Input("x", 1, 6, 3, 2).SpaceToDepth(2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[1,6,3,2]").And.Message.Contains("multiples of 2"));

    private sealed class Formula : Reference<SpaceToDepthOp>
    {
        protected override double[] Compute(SpaceToDepthOp op, Node node, double[][] x)
        {
            var (b, s) = (op.Block, node.Inputs[0].Shape);
            return [.. Places.Of(node.Shape).Select(p =>
            {
                var (c, place) = op.ChannelsFirst ? (p[1] / (b * b), p[1] % (b * b)) : (p[1] % s[1], p[1] / s[1]);
                return x[0][Places.At(s, [p[0], c, p[2] * b + place / b, p[3] * b + place % b])];
            })];
        }
    }
}
