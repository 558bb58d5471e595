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
        (new(1, 5, 7, 7), PoolWindow.Square(2, 3, 1, 1, true)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void MaxPool2d_matches_in_every_recipe_and_gradient((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).MaxPool2d(c.Window)) { Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null }.Check();

    [TestCaseSource(nameof(Cases))]
    public void Among_equals_the_first_gets_the_gradient((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).MaxPool2d(c.Window)) { Values = (key, s) => key == "x" ? [.. OpCase.Uniform(s, 1).Select(v => Math.Round(v))] : null }.CheckRecipes();

    [TestCaseSource(nameof(Cases))]
    public void After_a_ReLU_one_kernel_makes_both_gradients((Shape X, PoolWindow Window) c)
    {
        new OpCase(g => g.Input("x", c.X).Relu().MaxPool2d(c.Window)) { Values = (key, s) => key == "x" ? OpCase.Distinct(s) : null }.Check();
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

    [Test]
    public void Padding_beyond_half_the_kernel_is_refused() =>
        Assert.That(() => new Graph().Input("x", 1, 1, 5, 5).MaxPool2d(2, padding: 2), Throws.TypeOf<ShapeException>().With.Message.Contains("at most half"));

    [Test]
    [Explicit, Category("Perf")]
    public void Perf()
    {
        new OpCase(g => g.Input("x", 64, 32, 28, 28).MaxPool2d(2)).Perf();
        new OpCase(g => g.Input("x", 1, 64, 111, 111).MaxPool2d(3, 2, ceilMode: true)).Perf();
    }

    // Calls visit with output index, input index of each tap inside, in row order.
    private static void Taps(PoolWindow p, Shape x, Shape y, Action<int, int> visit)
    {
        foreach (var o in Places.Of(y))
        {
            for (var kh = 0; kh < p.Kernel.H; kh++)
            {
                for (var kw = 0; kw < p.Kernel.W; kw++)
                {
                    int h = o[2] * p.Stride.H - p.Padding.H + kh * p.Dilation.H, w = o[3] * p.Stride.W - p.Padding.W + kw * p.Dilation.W;
                    if (h >= 0 && h < x[2] && w >= 0 && w < x[3])
                        visit(Places.At(y, o), Places.At(x, [o[0], o[1], h, w]));
                }
            }
        }
    }

    private sealed class Formula : Reference<MaxPool2dOp>
    {
        protected override double[] Compute(MaxPool2dOp op, Node node, double[][] x)
        {
            var y = Enumerable.Repeat(double.NegativeInfinity, (int)node.Shape.Count).ToArray();
            Taps(op.Window, node.Inputs[0].Shape, node.Shape, (o, i) => y[o] = Math.Max(y[o], x[0][i]));
            return y;
        }
    }

    private sealed class GradFormula : Reference<MaxPool2dGradOp>
    {
        protected override double[] Compute(MaxPool2dGradOp op, Node node, double[][] x)
        {
            var winner = Enumerable.Repeat(-1, (int)node.Inputs[1].Shape.Count).ToArray();
            Taps(op.Window, node.Shape, node.Inputs[1].Shape, (o, i) => winner[o] = winner[o] < 0 || x[0][i] > x[0][winner[o]] ? i : winner[o]);
            var dx = new double[node.Shape.Count];
            for (var o = 0; o < winner.Length; o++)
                dx[winner[o]] += op.Positive && x[0][winner[o]] <= 0 ? 0 : x[1][o];
            return dx;
        }
    }
}
