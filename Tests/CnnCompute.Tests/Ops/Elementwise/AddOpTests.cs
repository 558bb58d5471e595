// Elementwise sum: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AddOpTests
{
    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.Pairs))]
    public void Add_broadcasts_in_every_recipe_and_gradient((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) + g.Input("b", shapes.B)).Check();

    [Test]
    public void Broadcasting_names_the_dimensions_that_do_not_match()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 2, 3), b = graph.Input("b", 4, 3);
        Assert.That(() => a + b, Throws.TypeOf<ShapeException>().With.Message.Contains("[2,3], [4,3]").And.Message.Contains("dimensions 2 and 4"));
    }

    [Test]
    public void Sums_and_means_of_many_broadcast()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 2, 1), b = graph.Input("b", 2), c = graph.Value("c");
        var inputs = new Dictionary<string, double[]> { ["a"] = [1, 2], ["b"] = [10, 20], ["c"] = [100] };
        Assert.That(Oracle.Run(inputs, Tensor.SumOf(a, b, c))[0], Is.EqualTo(new double[] { 111, 121, 112, 122 }));
        Assert.That(Oracle.Run(inputs, Tensor.MeanOf(a, b, a, a))[0], Is.EqualTo([3.25, 5.75, 4, 6.5]));
    }

    [Test]
    public void Operands_of_different_types_are_refused()
    {
        var graph = new Graph();
        Tensor a = graph.Input("a", 3), b = graph.Input("b", new Shape(3), DType.I32), c = graph.Input("c", new Shape(3), DType.Bool);
        Assert.Multiple(() =>
        {
            Assert.That(() => a + b,
                Throws.TypeOf<ShapeException>().With.Message.Contains("Add with element types F32, I32").And.Message.Contains("one type"));
            Assert.That(() => c + c, Throws.TypeOf<ShapeException>().With.Message.Contains("only F32, I32"));
        });
    }

    [Test]
    public void A_sum_per_channel_is_a_bias_and_one_of_equal_shapes_a_residual()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 8, 5, 5), bias = graph.Input("bias", 1, 8, 1, 1), other = graph.Input("other", 2, 8, 5, 5),
            row = graph.Input("row", 5);
        Absorption? Of(Tensor t) => t.Node.Op.Absorb(t.Node);
        Assert.Multiple(() =>
        {
            Assert.That(Of(x + bias), Is.EqualTo(new Absorption(EpilogueParts.Bias, 0, 1)));
            Assert.That(Of(bias + x), Is.EqualTo(new Absorption(EpilogueParts.Bias, 1, 0)));
            Assert.That(Of(x + other), Is.EqualTo(new Absorption(EpilogueParts.Residual, 0, 1)));
            Assert.That(Of(x + row), Is.Null);
        });
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("a", 64, 32, 28, 28) + g.Input("b", 64, 32, 28, 28)).Perf();
        new OpCase(g => g.Input("a", 64, 32, 28, 28) + g.Input("b", 1, 32, 1, 1)).Perf();
    }

    [TestCaseSource(typeof(Elementwise), nameof(Elementwise.DeepPairs))]
    public void Add_broadcasts_over_eight_axes((Shape A, Shape B) shapes) =>
        new OpCase(g => g.Input("a", shapes.A) + g.Input("b", shapes.B)).Check();

    [Test]
    public void Sums_of_integers_are_exact() => Elementwise.CheckInts((a, b) => a + b, range: 30_000);

    private sealed class Formula : Reference<AddOp>
    {
        protected override double[] Compute(AddOp op, Node node, double[][] x) =>
            [.. Places.Of(node.Shape).Select(p => x[0][Places.Broadcast(node.Inputs[0].Shape, p)] + x[1][Places.Broadcast(node.Inputs[1].Shape, p)])];
    }
}
