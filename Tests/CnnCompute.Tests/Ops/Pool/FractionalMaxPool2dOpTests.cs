// Fractional max pooling: windows as PyTorch places them, indices and gradient.
namespace CnnCompute.Tests;

public sealed class FractionalMaxPool2dOpTests
{
    [TestCase(1, 1, 2, 2, 2, 2, 1, 1)]
    [TestCase(2, 3, 9, 13, 2, 3, 5, 7)]
    [TestCase(1, 13, 7, 7, 3, 1, 5, 7)]
    [TestCase(1, 8, 12, 5, 2, 2, 2, 4)]
    public void FractionalMaxPool2d_matches_in_every_recipe_and_gradient(int n, int c, int h, int w, int kernelH, int kernelW, int height, int width)
    {
        Func<string, Shape, double[]?> values = (key, s) => key == "u" ? [.. OpCase.Uniform(s, 3).Select(v => 0.499 * v + 0.5)]
            : key == "x" ? OpCase.Distinct(s)
            : null;
        Tensor Samples(Graph g) => g.Value("u", new Shape(n, c, 2));
        new OpCase(g => g.Input("x", n, c, h, w).FractionalMaxPool2d((kernelH, kernelW), (height, width), Samples(g))) { Values = values }.Check();
        new OpCase(g => g.Input("x", n, c, h, w).FractionalMaxPool2dIndices((kernelH, kernelW), (height, width), Samples(g)))
        {
            Values = values,
            Gradient = false,
        }.Check();
    }

    [Test]
    public void Windows_and_kernels_that_do_not_fit_are_refused()
    {
        var g = new Graph();
        Assert.That(() => g.Input("x", 1, 1, 4, 4).FractionalMaxPool2d((2, 2), (4, 3), g.Value("u", new Shape(1, 1, 2))),
            Throws.TypeOf<ShapeException>().With.Message.Contains("output 4x3"));
        // 32,400 elements a window, but the gradient asks 187 x 187 windows.
        Assert.That(() => g.Input("y", 1, 1, 400, 400).FractionalMaxPool2d((180, 180), (220, 220), g.Value("v", new Shape(1, 1, 2))),
            Throws.TypeOf<ShapeException>().With.Message.Contains("less than 32768 of 220x220"));
    }

    // The first maximum of each window: output, input.
    private static IEnumerable<(int Output, int Input)> Maxima(FractionalMaxPool2dOp op, Shape x, double[] values, double[] samples)
    {
        var y = new Shape(x[0], x[1], op.Height, op.Width);
        foreach (var o in Places.Of(y))
        {
            var plane = 2 * (o[0] * x[1] + o[1]);
            int top = Start(o[2], (float)samples[plane + 1], x[2], op.KernelH, op.Height),
                left = Start(o[3], (float)samples[plane], x[3], op.KernelW, op.Width);
            var taps = from h in Enumerable.Range(top, op.KernelH)
                       from w in Enumerable.Range(left, op.KernelW)
                       select Places.At(x, [o[0], o[1], h, w]);
            yield return (Places.At(y, o), Extreme.Winner(taps, i => values[i]));
        }

        // In single precision, as the windows are defined.
        static int Start(int i, float u, int size, int kernel, int outs)
        {
            if (i == outs - 1)
                return size - kernel;
            var alpha = (float)(size - kernel) / (outs - 1);
            return (int)((i + u) * alpha) - (int)(u * alpha);
        }
    }

    private sealed class Formula : Reference<FractionalMaxPool2dOp>
    {
        protected override double[] Compute(FractionalMaxPool2dOp op, Node node, double[][] x) =>
            [.. Maxima(op, node.Inputs[0].Shape, x[0], x[1]).Select(m => x[0][m.Input])];
    }

    private sealed class IndicesFormula : Reference<FractionalMaxPool2dIndicesOp>
    {
        protected override double[] Compute(FractionalMaxPool2dIndicesOp op, Node node, double[][] x) =>
            [.. Maxima(op.Pool, node.Inputs[0].Shape, x[0], x[1])
                .Select(m => (double)(m.Input % (node.Inputs[0].Shape[2] * node.Inputs[0].Shape[3])))];
    }

    private sealed class GradFormula : Reference<FractionalMaxPool2dGradOp>
    {
        protected override double[] Compute(FractionalMaxPool2dGradOp op, Node node, double[][] x)
        {
            var dx = new double[node.Shape.Count];
            int outs = op.Pool.Height * op.Pool.Width, plane = node.Shape[2] * node.Shape[3];
            for (var o = 0; o < x[0].Length; o++)
                dx[o / outs * plane + (int)x[0][o]] += x[1][o];
            return dx;
        }
    }
}
