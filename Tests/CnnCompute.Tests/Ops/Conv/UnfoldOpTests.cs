// Windows as columns: every recipe, the gradient, convolution as a matrix product.
namespace CnnCompute.Tests;

public sealed class UnfoldOpTests
{
    internal static readonly (Shape X, int KernelHeight, int KernelWidth, ConvGeometry G)[] Cases =
    [
        (new(1, 1, 1, 1), 1, 1, new()), (new(2, 3, 7, 5), 3, 3, ConvGeometry.Square(1, 1)), (new(2, 8, 6, 7), 2, 3, new(2, 1, 1, 0, 0, 2)),
        (new(1, 13, 9, 9), 3, 3, ConvGeometry.Square(2, 2, 2)), (new(1, 16, 5, 5), 5, 5, new()), (new(2, 8, 7, 8), 2, 2, ConvGeometry.Square(3)),
        (new(1, 127, 3, 4), 1, 2, new()), (new(1, 8, 9, 8), 4, 2, new(1, 3, 3, 1, 0, 4, 2, 1)),
    ];

    [TestCaseSource(nameof(Cases))]
    public void Unfold_matches_in_every_recipe_and_gradient((Shape X, int KernelHeight, int KernelWidth, ConvGeometry G) c) =>
        new OpCase(g => g.Input("x", c.X).Unfold(c.KernelHeight, c.KernelWidth, c.G)).Check();

    [Test]
    public void A_convolution_is_the_product_of_its_weight_and_the_columns()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 5, 9, 8), w = graph.Input("w", 7, 5, 3, 2);
        var y = w.Reshape(7, 30).MatMul(x.Unfold(3, 2, new(2, 1, 1, 1, 0, 1)).Reshape(30, -1)).Reshape(1, 7, 4, 9);
        var values = Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1), ["w"] = OpCase.Uniform(w.Shape, 2) },
            y, x.Conv2d(w, new(2, 1, 1, 1, 0, 1)));
        Assert.That(values[0], Is.EqualTo(values[1]).Within(1e-12));
    }

    [Test]
    public void Columns_that_cannot_be_are_refused()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 2, 3, 4), columns = graph.Input("columns", 1, 8, 7);
        Assert.Multiple(() =>
        {
            Assert.That(() => x.Unfold(4), Throws.TypeOf<ShapeException>().With.Message.Contains("larger than the padded input"));
            Assert.That(() => x.Unfold(0), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1x1"));
            Assert.That(() => x.Unfold(1 << 16), Throws.TypeOf<ShapeException>().With.Message.Contains("too many taps"));
            Assert.That(() => columns.Fold(3, 4, 2), Throws.TypeOf<ShapeException>().With.Message.Contains("gives [1,8,6]"));
            Assert.That(() => columns.Fold(3, 4, 3), Throws.TypeOf<ShapeException>().With.Message.Contains("no multiple"));
        });
    }

    [Test]
    [Explicit, Category("Perf")]
    public void Perf() => new OpCase(g => g.Input("x", 1, 64, 56, 56).Unfold(3, padding: 1)).Perf();

    private sealed class Formula : Reference<UnfoldOp>
    {
        protected override double[] Compute(UnfoldOp op, Node node, double[][] x)
        {
            var y = new double[node.Shape.Count];
            ForEach(op.Geometry, node.Inputs[0].Shape, node.Shape, op.KernelHeight, op.KernelWidth, (xi, yi) => y[yi] = x[0][xi]);
            return y;
        }
    }

    // Calls pair with the index of each element of x and its copy among the columns.
    internal static void ForEach(ConvGeometry g, Shape x, Shape columns, int kernelHeight, int kernelWidth, Action<int, int> pair)
    {
        int height = g.OutHeight(x[2], kernelHeight), width = g.OutWidth(x[3], kernelWidth);
        foreach (var p in Places.Of(new Shape(x[0], x[1], kernelHeight, kernelWidth, height, width)))
        {
            int row = p[4] * g.StrideY - g.Top + p[2] * g.DilationY, column = p[5] * g.StrideX - g.Left + p[3] * g.DilationX;
            if (row >= 0 && row < x[2] && column >= 0 && column < x[3])
            {
                pair(Places.At(x, [p[0], p[1], row, column]),
                    Places.At(columns, [p[0], (p[1] * kernelHeight + p[2]) * kernelWidth + p[3], p[4] * width + p[5]]));
            }
        }
    }
}
