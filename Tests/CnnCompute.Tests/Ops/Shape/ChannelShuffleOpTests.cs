// Channels dealt out between groups.
namespace CnnCompute.Tests;

public sealed class ChannelShuffleOpTests
{
    private static readonly (Shape, int)[] Cases =
    [
        (new(1, 6, 1, 1), 3), (new(2, 16, 3, 5), 2), (new(2, 24, 13, 1), 3), (new(1, 12, 3, 5), 4), (new(2, 8, 3), 2), (new(3, 9), 3),
        (new(2, 16, 1, 127), 8), (new(2, 8, 3, 2, 4), 4),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Shuffle_matches_in_every_recipe_and_gradient((Shape X, int Groups) c) =>
        new OpCase(g => g.Input("x", c.X).ChannelShuffle(c.Groups)).Check();

    [Test]
    public void It_is_reshape_transpose_reshape() =>
        new OpCase(g => g.Input("x", 2, 12, 3, 5).ChannelShuffle(3)
            - g.Input("x", 2, 12, 3, 5).Reshape(2, 3, 4, 3, 5).Transpose(1, 2).Reshape(2, 12, 3, 5))
        {
            Gradient = false,
        }.Check();

    [Test]
    public void Groups_must_divide_the_channels() =>
        Assert.That(() => new Graph().Input("x", 2, 10, 3, 3).ChannelShuffle(4),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,10,3,3]").And.Message.Contains("4 groups"));

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 1, 116, 28, 28).ChannelShuffle(2)) { Gradient = false }.Perf();

    private sealed class Formula : Reference<ChannelShuffleOp>
    {
        protected override double[] Compute(ChannelShuffleOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p =>
            {
                var from = (int[])p.Clone();
                from[1] = p[1] % op.Groups * (node.Shape[1] / op.Groups) + p[1] / op.Groups;
                return x[0][Places.At(node.Shape, from)];
            })
        ];
    }
}
