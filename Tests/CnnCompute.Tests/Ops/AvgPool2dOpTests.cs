// Average pooling: every recipe and the gradient.
namespace CnnCompute.Tests;

public sealed class AvgPool2dOpTests
{
    private static readonly (Shape, PoolWindow)[] Cases =
    [
        (new(1, 1, 2, 2), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 13, 7, 9), PoolWindow.Square(2, 0, 0, 1, false)),
        (new(2, 16, 8, 8), PoolWindow.Square(3, 2, 1, 1, false)),
        (new(2, 3, 13, 11), PoolWindow.Square(3, 2, 1, 1, true)),
        (new(1, 127, 5, 5), PoolWindow.Square(5, 1, 2, 1, false)),
        (new(2, 8, 9, 8), new PoolWindow((3, 2), (1, 3), (1, 0), (1, 1), true)),
        (new(1, 5, 7, 7), PoolWindow.Square(2, 3, 1, 1, true)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void AvgPool2d_matches_in_every_recipe_and_gradient((Shape X, PoolWindow Window) c) => new OpCase(g => g.Input("x", c.X).AvgPool2d(c.Window)).Check();

    [TestCaseSource(nameof(Cases))]
    public void AvgPool2d_without_padding_in_the_count((Shape X, PoolWindow Window) c) => new OpCase(g => g.Input("x", c.X).AvgPool2d(c.Window, false)).Check();

    // Calls visit with output index, input index and weight.
    private static void Taps(PoolWindow p, bool countPadding, Shape x, Shape y, Action<int, int, double> visit)
    {
        foreach (var o in Places.Of(y))
        {
            var inside = new List<int>();
            var padded = 0;
            for (var kh = 0; kh < p.Kernel.H; kh++)
            {
                for (var kw = 0; kw < p.Kernel.W; kw++)
                {
                    int h = o[2] * p.Stride.H - p.Padding.H + kh, w = o[3] * p.Stride.W - p.Padding.W + kw;
                    padded += h < x[2] + p.Padding.H && w < x[3] + p.Padding.W ? 1 : 0;
                    if (h >= 0 && h < x[2] && w >= 0 && w < x[3])
                        inside.Add(Places.At(x, [o[0], o[1], h, w]));
                }
            }
            foreach (var i in inside)
                visit(Places.At(y, o), i, 1.0 / (countPadding ? padded : inside.Count));
        }
    }

    private sealed class Formula : Reference<AvgPool2dOp>
    {
        protected override double[] Compute(AvgPool2dOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            Taps(op.Window, op.CountIncludePad, node.Inputs[0].Shape, node.Shape, (o, i, weight) => y[o] += x[0][i] * weight);
            return y;
        }
    }

    private sealed class GradFormula : Reference<AvgPool2dGradOp>
    {
        protected override double[] Compute(AvgPool2dGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            Taps(op.Window, op.CountIncludePad, node.Shape, node.Inputs[0].Shape, (o, i, weight) => dx[i] += x[0][o] * weight);
            return dx;
        }
    }
}
