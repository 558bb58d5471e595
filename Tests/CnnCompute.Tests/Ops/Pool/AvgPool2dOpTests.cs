// Average pooling: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AvgPool2dOpTests
{
    private static readonly (Shape, PoolWindow)[] Cases =
    [
        .. PoolCases.All, (new(2, 16, 8, 8), PoolWindow.Square(3, 2, 1, 1, false)), (new(1, 3, 70, 80), PoolWindow.Square(68, 3, 1, 1, false)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void AvgPool2d_matches_in_every_recipe_and_gradient((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).AvgPool2d(c.Window)).Check();

    [TestCaseSource(nameof(Cases))]
    public void AvgPool2d_without_padding_in_the_count((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).AvgPool2d(c.Window, false)).Check();

    [TestCaseSource(nameof(Cases))]
    public void AvgPool2d_with_a_divisor((Shape X, PoolWindow Window) c) =>
        new OpCase(g => g.Input("x", c.X).AvgPool2d(c.Window, divisor: 5)).Check();

    [Test]
    public void Long_windows_are_averaged_along_one_axis_after_the_other()
    {
        var x = OpCase.Uniform(new Shape(1, 1, 70, 80), 1);
        var y = new Graph().Input("x", 1, 1, 70, 80).AvgPool2d(PoolWindow.Adaptive(1, 1));
        Assert.That(y.Node.Inputs[0].Node.Op, Is.TypeOf<AvgPool2dOp>());
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = x }, y)[0][0], Is.EqualTo(x.Average()).Within(1e-12));
    }

    // Each window's taps with their weight.
    private static IEnumerable<(int Output, int Index, double Weight)> Taps(PoolWindow p, bool countPadding, int divisor, Shape x, Shape y) =>
        PoolTaps.Of(p, x, y)
            .SelectMany(o => o.Inside.Select(t => (o.Output, t.Index, 1.0 / (divisor > 0 ? divisor : countPadding ? o.Padded : o.Inside.Length))));

    private sealed class Formula : Reference<AvgPool2dOp>
    {
        protected override double[] Compute(AvgPool2dOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            foreach (var (o, i, weight) in Taps(op.Window, op.CountIncludePad, op.Divisor, node.Inputs[0].Shape, node.Shape))
                y[o] += x[0][i] * weight;
            return y;
        }
    }

    private sealed class GradFormula : Reference<AvgPool2dGradOp>
    {
        protected override double[] Compute(AvgPool2dGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            foreach (var (o, i, weight) in Taps(op.Window, op.CountIncludePad, op.Divisor, node.Shape, node.Inputs[0].Shape))
                dx[i] += x[0][o] * weight;
            return dx;
        }
    }
}
