// Axes in another order.
namespace CnnCompute.Tests;

public sealed class PermuteOpTests
{
    private static readonly (Shape, int[])[] Cases =
    [
        (new(13), [0]), (new(3, 13), [1, 0]), (new(2, 3, 13), [2, 0, 1]), (new(2, 13, 3, 5), [0, 2, 3, 1]), (new(2, 13, 3, 5), [0, 3, 1, 2]),
        (new(2, 3, 5, 7), [1, 0, 2, 3]), (new(2, 3, 5, 7), [3, 2, 1, 0]), (new(1, 3, 1, 7), [2, 3, 0, 1]), (new(2, 3, 2, 3, 2), [4, 1, 3, 0, 2]),
        (new(127, 1, 3), [1, 2, 0]), (new(2, 3, 2, 3, 2, 3, 2, 3), [7, 2, 5, 0, 3, 6, 1, 4]), (new(2, 3, 1, 2, 5, 8), [4, 0, 3, -5, 2, -1]),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Permute_matches_in_every_recipe_and_gradient((Shape X, int[] Axes) c) => new OpCase(g => g.Input("x", c.X).Permute(c.Axes)).Check();

    [Test]
    public void Moving_a_lone_axis_is_a_view()
    {
        var graph = new Graph();
        Tensor moved = graph.Input("x", 5, 1, 7).Permute(1, 0, 2), swapped = graph.Input("y", 5, 7).Transpose(0, 1);
        Assert.That(moved.Node.Op.Aliases(moved.Node), Is.Zero);
        Assert.That(swapped.Node.Op.Aliases(swapped.Node), Is.EqualTo(-1));
    }

    [Test]
    public void Integers_keep_their_bits() =>
        new OpCase(g => g.Input("x", new Shape(2, 8, 3, 8), DType.I32).Permute(1, 0, 2, 3))
        {
            Gradient = false,
            Values = (_, s) => SliceOpTests.Integers(s),
        }.Check();

    [Test]
    public void An_axis_named_twice_is_refused() =>
        Assert.That(() => new Graph().Input("x", 2, 3).Permute(1, 1), Throws.TypeOf<ShapeException>().With.Message.Contains("no order of its axes"));

    private sealed class Formula : Reference<PermuteOp>
    {
        protected override double[] Compute(PermuteOp op, Node node, double[][] x)
        {
            var from = node.Inputs[0].Shape;
            return
            [
                .. Places.Of(node.Shape).Select(p =>
                {
                    var own = new int[from.Rank];
                    for (var i = 0; i < own.Length; i++)
                        own[op.Axis(i)] = p[i];
                    return x[0][Places.At(from, own)];
                })
            ];
        }
    }
}
