// Tensors side by side.
namespace CnnCompute.Tests;

public sealed class ConcatOpTests
{
    private static readonly (int, Shape[])[] Cases =
    [
        (0, [new(1), new(13)]), (0, [new(3, 13), new(127, 13)]), (1, [new(3, 1), new(3, 13), new(3, 2)]), (1, [new(2, 8, 3, 5), new(2, 16, 3, 5)]),
        (1, [new(2, 3, 3, 5), new(2, 13, 3, 5)]), (2, [new(2, 8, 3, 5), new(2, 8, 1, 5)]), (3, [new(2, 3, 3, 5), new(2, 3, 3, 1)]),
        (0, [new(1, 3, 3, 5), new(2, 3, 3, 5)]), (-1, [new(2, 3, 1), new(2, 3, 4)]),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Concat_matches_in_every_recipe_and_gradient((int Axis, Shape[] Shapes) c) =>
        new OpCase(g => Tensor.Concat(c.Axis, [.. c.Shapes.Select((s, i) => g.Input($"x{i}", s))])).Check();

    [Test]
    public void Eight_axes_and_many_inputs() =>
        new OpCase(g => Tensor.Concat(5, [.. Enumerable.Range(1, 20).Select(i => g.Input($"x{i}", 1, 2, 1, 3, 2, i % 3 + 1, 2, 1))])).Check();

    [Test]
    public void Stack_makes_a_new_axis([Values(0, 1, -1)] int axis) =>
        new OpCase(g => Tensor.Stack(axis, g.Input("a", 3, 5, 8), g.Input("b", 3, 5, 8), g.Input("c", 3, 5, 8))).Check();

    [Test]
    public void Integers_keep_their_bits() =>
        new OpCase(g => Tensor.Concat(1, g.Input("a", new Shape(3, 13), DType.I32), g.Input("b", new Shape(3, 127), DType.I32)))
        {
            Gradient = false,
            Values = (_, s) => SliceOpTests.Integers(s),
        }.Check();

    [Test]
    public void Types_must_agree()
    {
        var graph = new Graph();
        Assert.That(() => Tensor.Concat(0, graph.Input("a", 2, 3), graph.Input("b", new Shape(2, 3), DType.I32)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("F32, I32").And.Message.Contains("equal"));
    }

    [Test]
    public void Other_dimensions_must_agree()
    {
        var graph = new Graph();
        Assert.That(() => Tensor.Concat(1, graph.Input("a", 2, 3), graph.Input("b", 3, 3)),
            Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3], [3,3]"));
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
