// Tensors side by side.
namespace CnnCompute.Tests;

public sealed class ConcatOpTests
{
    private static readonly (int, Shape[])[] Cases =
    [
        (0, [new(1), new(13)]), (0, [new(3, 13), new(127, 13)]), (1, [new(3, 1), new(3, 13), new(3, 2)]), (1, [new(2, 8, 3, 5), new(2, 16, 3, 5)]), (1, [new(2, 3, 3, 5), new(2, 13, 3, 5)]),
        (2, [new(2, 8, 3, 5), new(2, 8, 1, 5)]), (3, [new(2, 3, 3, 5), new(2, 3, 3, 1)]), (0, [new(1, 3, 3, 5), new(2, 3, 3, 5)]), (-1, [new(2, 3, 1), new(2, 3, 4)]),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Concat_matches_in_every_recipe_and_gradient((int Axis, Shape[] Shapes) c) =>
        new OpCase(g => Tensor.Concat(c.Axis, [.. c.Shapes.Select((s, i) => g.Input($"x{i}", s))])).Check();

    [Test]
    public void Other_dimensions_must_agree()
    {
        var graph = new Graph();
        Assert.That(() => Tensor.Concat(1, graph.Input("a", 2, 3), graph.Input("b", 3, 3)), Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3], [3,3]"));
    }

    private sealed class Formula : Reference<ConcatOp>
    {
        protected override double[] Compute(ConcatOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p =>
            {
                var (own, input) = ((int[])p.Clone(), 0);
                while (own[op.Axis] >= node.Inputs[input].Shape[op.Axis])
                    own[op.Axis] -= node.Inputs[input++].Shape[op.Axis];
                return x[input][Places.At(node.Inputs[input].Shape, own)];
            })
        ];
    }
}
