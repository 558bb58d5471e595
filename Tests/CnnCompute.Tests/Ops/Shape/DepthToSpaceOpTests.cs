// Channels to pixels, both orders.
namespace CnnCompute.Tests;

public sealed class DepthToSpaceOpTests
{
    [TestCase(1, 1, 1, 1, 1)]
    [TestCase(2, 3, 4, 5, 2)]
    [TestCase(1, 8, 3, 2, 3)]
    [TestCase(2, 13, 1, 7, 2)]
    public void DepthToSpace_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int block)
    {
        new OpCase(g => g.Input("x", n, c * block * block, h, w).DepthToSpace(block)).Check();
        new OpCase(g => g.Input("x", n, c * block * block, h, w).PixelShuffle(block)).Check();
    }

    [Test]
    public void The_inverse_gives_back_every_element()
    {
        var x = new Graph().Input("x", 2, 12, 3, 5);
        var values = OpCase.Uniform(x.Shape, 1);
        foreach (var y in new[] { x.DepthToSpace(2).SpaceToDepth(2), x.PixelShuffle(2).PixelUnshuffle(2) })
            Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = values }, y)[0], Is.EqualTo(values));
    }

    [Test]
    public void Channels_that_do_not_divide_are_refused() =>
        Assert.That(() => new Graph().Input("x", 1, 6, 2, 2).PixelShuffle(2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[1,6,2,2]").And.Message.Contains("2 squared"));

    private sealed class Formula : Reference<DepthToSpaceOp>
    {
        protected override double[] Compute(DepthToSpaceOp op, Node node, double[][] x)
        {
            var (b, c) = (op.Block, node.Shape[1]);
            return [.. Places.Of(node.Shape).Select(p =>
            {
                int i = p[2] % b, j = p[3] % b;
                return x[0][Places.At(node.Inputs[0].Shape,
                    [p[0], op.ChannelsFirst ? (p[1] * b + i) * b + j : (i * b + j) * c + p[1], p[2] / b, p[3] / b])];
            })];
        }
    }
}
