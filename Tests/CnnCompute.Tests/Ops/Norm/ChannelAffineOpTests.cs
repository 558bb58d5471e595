// A factor and a summand per channel.
namespace CnnCompute.Tests;

public sealed class ChannelAffineOpTests
{
    private static readonly Shape[] Shapes = [new(1, 1), new(13, 3), new(3, 16), new(2, 13, 3, 5), new(2, 16, 5, 7), new(1, 127, 1, 3)];

    [TestCaseSource(nameof(Shapes))]
    public void ChannelAffine_matches_in_every_recipe_and_gradient(Shape x) =>
        new OpCase(g => g.Input("x", x).ChannelAffine(g.Input("affine", 2, x[1]))).Check();

    [Test]
    public void ChannelAffine_is_absorbed_as_scale_and_shift()
    {
        var graph = new Graph();
        var y = graph.Input("x", 2, 8, 3, 3).ChannelAffine(graph.Input("affine", 2, 8));
        Assert.That(y.Node.Op.Absorb(y.Node), Is.EqualTo(new Absorption(EpilogueParts.ScaleShift, 0, 1)));
    }

    private sealed class Formula : Reference<ChannelAffineOp>
    {
        protected override double[] Compute(ChannelAffineOp op, Node node, double[][] x)
        {
            int channels = node.Shape[1], inner = (int)(node.Shape.Count / node.Shape[0] / channels);
            return [.. x[0].Select((v, i) => i / inner % channels is var c ? v * x[1][c] + (op.Shift ? x[1][channels + c] : 0) : 0)];
        }
    }
}
