// A choice between two values: every recipe and the gradient, every type.
namespace CnnCompute.Tests;

public sealed class WhereOpTests
{
    private static readonly (Shape, Shape, Shape)[] Shapes =
    [
        (new(), new(), new()), (new(127), new(127), new(127)), (new(13), new(1), new(3, 13)), (new(2, 8, 3, 5), new(1, 8, 1, 1), new()),
        (new(2, 1, 3, 5), new(2, 13, 3, 5), new(13, 1, 1)), (new(1, 16, 1, 7), new(3, 1, 5, 1), new(16, 5, 7)),
        (new(2, 3, 2, 3, 2, 3), new(3, 1, 3, 1, 3), new(1)),
    ];

    [TestCaseSource(nameof(Shapes))]
    public void Where_broadcasts_in_every_recipe_and_gradient((Shape C, Shape A, Shape B) s) =>
        new OpCase(g => Tensor.Where(g.Input("c", s.C, DType.Bool), g.Input("a", s.A), g.Input("b", s.B)))
        {
            Values = (key, shape) => key == "c" ? Elementwise.Truths(shape) : null,
        }.Check();

    [TestCaseSource(nameof(Shapes))]
    public void Where_chooses_integers_and_truth_values((Shape C, Shape A, Shape B) s)
    {
        foreach (var type in new[] { DType.I32, DType.Bool })
        {
            new OpCase(g => Tensor.Where(g.Input("c", s.C, DType.Bool), g.Input("a", s.A, type), g.Input("b", s.B, type)))
            {
                Gradient = false,
                Tolerance = 0,
                Values = (key, shape) => key == "c" || type == DType.Bool
                    ? Elementwise.Truths(shape, key[0])
                    : Elementwise.Ints(shape, 2_000_000_000, key[0]),
            }.Check();
        }
    }

    [Test]
    public void Eight_axes_broadcast() => new OpCase(g => Tensor.Where(g.Input("c", new(2, 1, 3, 1, 2, 1, 3, 1), DType.Bool),
        g.Input("a", 1, 3, 1, 2, 1, 2, 1, 5), g.Input("b", 2, 1, 1, 1, 1, 2, 3, 5)))
    {
        Values = (key, shape) => key == "c" ? Elementwise.Truths(shape) : null,
    }.Check();

    [Test]
    public void A_masked_fill_writes_a_number_under_the_mask()
    {
        var graph = new Graph();
        var x = graph.Input("x", 3);
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = [1, -2, 3] }, x.MaskedFill(x.Greater(0), -9))[0],
            Is.EqualTo(new double[] { -9, -2, -9 }));
    }

    [Test]
    public void Conditions_are_truth_values_and_the_others_of_one_type()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 3), c = graph.Input("c", new Shape(3), DType.Bool), i = graph.Input("i", new Shape(3), DType.I32);
        Assert.Multiple(() =>
        {
            Assert.That(() => Tensor.Where(x, x, x), Throws.TypeOf<ShapeException>().With.Message.Contains("must be Bool"));
            Assert.That(() => Tensor.Where(c, x, i), Throws.TypeOf<ShapeException>().With.Message.Contains("one type"));
        });
    }

    private sealed class Formula : Reference<WhereOp>
    {
        protected override double[] Compute(WhereOp op, Node node, double[][] x) =>
        [
            .. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)] != 0
                ? x[1][Places.Broadcast(node.Inputs[1].Shape, p)]
                : x[2][Places.Broadcast(node.Inputs[2].Shape, p)])
        ];
    }
}
