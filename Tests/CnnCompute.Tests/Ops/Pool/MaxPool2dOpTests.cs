// Max pooling: every recipe, the gradient, and who wins among equals.
namespace CnnCompute.Tests;

public sealed class MaxPool2dOpTests
{
    private static readonly (Shape, PoolWindow)[] Cases =
    [
        (new(1, 1, 2, 2), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 13, 7, 9), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 16, 8, 8), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(1, 8, 7, 5), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 3, 13, 11), PoolWindow.Square(3, 2, 0, 1, true)),
        (new(2, 8, 13, 12), PoolWindow.Square(3, 2, 0, 1, true)),
        (new(2, 8, 9, 9), PoolWindow.Square(3, 1, 1, 1, false)),
        (new(1, 127, 5, 5), PoolWindow.Square(3, 2, 1, 1, false)),
        (new(1, 8, 11, 13), PoolWindow.Square(3, 2, 1, 2, false)),
        (new(2, 3, 9, 8), new PoolWindow((3, 2), (1, 3), (1, 0), (2, 1), true)),
        (new(1, 8, 9, 6), PoolWindow.Square(3, 3, 0, 1, false)),
        .. PoolCases.All.Skip(6),
    ];

    [TestCaseSource(nameof(Cases))]
    public void MaxPool2d_matches_in_every_recipe_and_gradient((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).MaxPool2d(c.Window)) { Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null }.Check();

    [TestCaseSource(nameof(Cases))]
    public void Among_equals_the_first_gets_the_gradient((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).MaxPool2d(c.Window))
        {
            Values = (key, s) => key == "x" ? [.. OpCase.Uniform(s, 1).Select(v => Math.Round(v))] : null,
        }.CheckRecipes();

    [TestCaseSource(nameof(Cases))]
    public void After_a_ReLU_one_kernel_makes_both_gradients((Shape X, PoolWindow Window) c)
    {
        new OpCase(g => g.Input("x", c.X).Relu().MaxPool2d(c.Window))
        {
            Values = (key, s) => key == "x" ? [.. OpCase.Distinct(s).Select(v => v + 2e-4)] : null,
        }.Check();
        var graph = new Graph();
        var x = graph.Input("x", c.X);
        var dx = Autodiff.Gradients(x.Relu().MaxPool2d(c.Window), [x])[0];
        Assert.That(dx.Node.Op, Is.EqualTo(new MaxPool2dGradOp(c.Window, Positive: true)));
    }

    [TestCase(5, 2, 2, 0, false, 2)]
    [TestCase(5, 2, 2, 0, true, 3)]
    [TestCase(6, 3, 2, 1, true, 4)]
    [TestCase(7, 2, 3, 1, true, 3)]
    [TestCase(111, 3, 2, 0, true, 55)]
    public void Output_sizes_are_PyTorchs(int size, int kernel, int stride, int padding, bool ceil, int expected) =>
        Assert.That(new Graph().Input("x", 1, 1, size, size).MaxPool2d(kernel, stride, padding, 1, ceil).Shape[2], Is.EqualTo(expected));

    [TestCase(true, 3)]
    [TestCase(false, 2)]
    public void Ceil_mode_counts_a_window_beyond_the_input_only_where_asked(bool beyond, int expected)
    {
        var y = new Graph().Input("x", 1, 1, 4, 4).MaxPool2d(PoolWindow.Onnx((1, 1), (3, 3), (2, 2), (0, 0, 0, 0), true, beyond));
        Assert.That(y.Shape, Is.EqualTo(new Shape(1, 1, 2, 2)));
        y = new Graph().Input("x", 1, 1, 5, 5).MaxPool2d(PoolWindow.Onnx((2, 2), (3, 3), (1, 1), (0, 0, 1, 1), true, beyond));
        Assert.That(y.Shape[2], Is.EqualTo(beyond ? 3 : 2).And.EqualTo(expected));
    }

    [TestCase(1, 13, 100, 90, 2)]
    [TestCase(1, 8, 70, 80, 1)]
    public void Large_windows_are_taken_along_one_axis_after_the_other(int n, int c, int h, int w, int bins)
    {
        var graph = new Graph();
        Assert.That(graph.Input("x", n, c, h, w).AdaptiveMaxPool2d(bins, bins).Node.Inputs[0].Node.Op, Is.TypeOf<MaxPool2dOp>().Or.TypeOf<InputOp>());
        new OpCase(g => g.Input("x", n, c, h, w).AdaptiveMaxPool2d(bins, bins))
        {
            Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null,
        }.CheckRecipes();
        var x = OpCase.Distinct(new Shape(n, c, h, w));
        if (bins == 1)
        {
            Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, graph["x"].GlobalMaxPool())[0],
                Is.EqualTo(x.Chunk(h * w).Select(m => m.Max())));
        }
    }

    [TestCase(1, 200000)]
    [TestCase(70000, 2)]
    public void Maps_longer_than_one_loop_are_reduced(int h, int w) =>
        new OpCase(g => g.Input("x", 1, 2, h, w).GlobalMaxPool())
        {
            Values = (key, s) => key == "x" ? [.. Enumerable.Range(0, (int)s.Count).Select(i => i / (double)s.Count)] : null,
        }.CheckRecipes();

    [Test]
    public void Bins_and_overlaps_longer_than_one_loop_are_refused()
    {
        var x = new Graph().Input("x", 1, 1, 1, 200000);
        Assert.That(() => x.AdaptiveMaxPool2d(1, 2), Throws.TypeOf<ShapeException>().With.Message.Contains("1x2 bins of 1x200000"));
        Assert.That(() => x.AdaptiveAvgPool2d(1, 2), Throws.TypeOf<ShapeException>().With.Message.Contains("1x2 bins"));
        Assert.That(() => new Graph().Input("x", 1, 1, 1, 2).AdaptiveMaxPool2d(1, 70000),
            Throws.TypeOf<ShapeException>().With.Message.Contains("an element's bins"));
        Assert.That(x.AdaptiveMaxPool2d(1, 7).Shape, Is.EqualTo(new Shape(1, 1, 1, 7)));
        PoolWindow Dilated(int dilation, int stride) => new((1, 2), (1, stride), (0, 0), (1, dilation), false);
        Assert.That(() => x.MaxPool2d(Dilated(70000, 1)), Throws.TypeOf<ShapeException>().With.Message.Contains("an element may lie in"));
        Assert.That(x.MaxPool2d(Dilated(70000, 3)).Shape[3], Is.EqualTo(43334));
        Assert.That(x.MaxPool2d(Dilated(199990, 1)).Shape[3], Is.EqualTo(10));
    }

    [Test]
    public void A_kernel_larger_than_the_padded_input_is_refused() =>
        Assert.That(() => new Graph().Input("x", 1, 1, 3, 5).MaxPool2d(4),
            Throws.TypeOf<ShapeException>().With.Message.Contains("MaxPool2d").And.Message.Contains("[1,1,3,5]").And.Message.Contains("fits"));

    [Test]
    public void Padding_beyond_half_the_kernel_is_refused() =>
        Assert.That(() => new Graph().Input("x", 1, 1, 5, 5).MaxPool2d(2, padding: 2),
            Throws.TypeOf<ShapeException>().With.Message.Contains("at most half"));

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 64, 32, 28, 28).MaxPool2d(2)).Perf();
        new OpCase(g => g.Input("x", 1, 64, 111, 111).MaxPool2d(3, 2, ceilMode: true)).Perf();
    }

    private sealed class Formula : Reference<MaxPool2dOp>
    {
        protected override double[] Compute(MaxPool2dOp op, Node node, double[][] x) =>
            [.. PoolTaps.Of(op.Window, node.Inputs[0].Shape, node.Shape)
                .Select(o => Extreme.Largest(o.Inside.Select(t => x[0][t.Index])))];
    }

    private sealed class GradFormula : Reference<MaxPool2dGradOp>
    {
        protected override double[] Compute(MaxPool2dGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            foreach (var o in PoolTaps.Of(op.Window, node.Shape, node.Inputs[1].Shape).Where(o => o.Inside.Length > 0))
            {
                var winner = Extreme.Winner(o.Inside, t => x[0][t.Index]).Index;
                dx[winner] += op.Positive && x[0][winner] <= 0 ? 0 : x[1][o.Output];
            }
            return dx;
        }
    }
}
