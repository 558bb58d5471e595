// Transposed convolution against its own formula, on the device, and as what it is: a convolution's gradient.
namespace CnnCompute.Tests;

public sealed class ConvTransposeTests
{
    // Recipes are those of a convolution's gradient: of the usual geometries they are checked as such (ConvCases), of these here.
    private static readonly (Shape X, Shape W, ConvGeometry G, (int H, int W) Out)[] Usual =
    [
        (new(2, 3, 5, 4), new(3, 8, 3, 3), ConvGeometry.Square(2, 1), (1, 1)),
        (new(1, 16, 5, 7), new(16, 8, 4, 4), ConvGeometry.Square(2, 1), (0, 0)),
        (new(1, 12, 5, 5), new(12, 1, 3, 3), ConvGeometry.Square(2, 1, 1, 12), (1, 1)),
        (new(1, 6, 4, 4), new(6, 2, 5, 3), new(1, 1, 3, 0, 2, 1, 1, 1, 3), (0, 0)),
    ];

    private static readonly (Shape X, Shape W, ConvGeometry G, (int H, int W) Out)[] Unusual =
    [
        (new(1, 1, 1, 1), new(1, 1, 1, 1), new(), (0, 0)),
        (new(1, 13, 3, 4), new(13, 3, 2, 2), ConvGeometry.Square(3), (2, 1)), // stride beyond the kernel: rows that nothing reaches
        (new(2, 8, 4, 5), new(8, 4, 3, 2), new(2, 1, 0, 2, 1, 0, 1, 2, 2), (1, 0)),
        (new(1, 4, 4, 5), new(4, 8, 3, 3), ConvGeometry.Square(1, 1, 3), (2, 2)), // output padding up to the dilation, beyond the stride
        (new(1, 4, 4, 5), new(4, 8, 3, 3), ConvGeometry.Square(1, 0, 3), (2, 1)),
        (new(1, 2, 3, 3), new(2, 8, 2, 2), new(2, 3, 0, 0, 0, 0, 5, 4), (4, 3)),
    ];

    [TestCaseSource(nameof(Usual))]
    public void ConvTranspose2d_is_its_formula((Shape X, Shape W, ConvGeometry G, (int H, int W) Out) c) => Case(c).CheckGradient();

    [TestCaseSource(nameof(Unusual))]
    public void ConvTranspose2d_is_its_formula_on_every_recipe((Shape X, Shape W, ConvGeometry G, (int H, int W) Out) c) => Case(c).Check();

    private static OpCase Case((Shape X, Shape W, ConvGeometry G, (int H, int W) Out) c)
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", c.X), w = graph.Input("w", c.W), y = x.ConvTranspose2d(w, c.G, c.Out);
        double[] xs = OpCase.Uniform(c.X, 1), ws = OpCase.Uniform(c.W, 2);
        var (shape, expected) = Formula(c.X, xs, c.W, ws, c.G, c.Out);
        Assert.That(y.Shape, Is.EqualTo(shape));
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = xs, ["w"] = ws }, y)[0], Is.EqualTo(expected).Within(1e-12));
        return new OpCase(g => g.Input("x", c.X).ConvTranspose2d(g.Input("w", c.W), c.G, c.Out)) { Tolerance = ConvCases.Tolerance };
    }

    [Test]
    public void With_stride_1_it_is_the_convolution_with_the_kernel_turned_round()
    {
        Shape x = new(2, 3, 6, 5), w = new(3, 4, 3, 2);
        double[] xs = OpCase.Uniform(x, 1), ws = OpCase.Uniform(w, 2), turned = new double[ws.Length];
        foreach (var p in Places.Of(w))
            turned[Places.At(new Shape(4, 3, 3, 2), [p[1], p[0], 2 - p[2], 1 - p[3]])] = ws[Places.At(w, p)];
        var graph = new Graph();
        var y = Oracle.Run(new Dictionary<string, double[]> { ["x"] = xs, ["w"] = ws, ["turned"] = turned },
            graph.Input("x", x).ConvTranspose2d(graph.Input("w", w), ConvGeometry.Square()),
            graph.Input("x", x).Conv2d(graph.Input("turned", 4, 3, 3, 2), new(1, 1, 2, 1, 2, 1)));
        Assert.That(y[0], Is.EqualTo(y[1]).Within(1e-12));
    }

    [Test]
    public void ConvTranspose1d_is_one_row_of_two_dimensions()
    {
        Shape x = new(2, 4, 9), w = new(4, 3, 4);
        double[] xs = OpCase.Uniform(x, 1), ws = OpCase.Uniform(w, 2);
        var g = new ConvGeometry(1, 3, 0, 1, 0, 2, 1, 2, 2);
        var (shape, expected) = Formula(new(2, 4, 1, 9), xs, new(4, 3, 1, 4), ws, g, (0, 1));
        var graph = new Graph();
        var y = graph.Input("x", x).ConvTranspose1d(graph.Input("w", w), g, 1);
        Assert.That(y.Shape, Is.EqualTo(new Shape(2, 6, shape[3])));
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = xs, ["w"] = ws }, y)[0], Is.EqualTo(expected).Within(1e-12));
    }

    [Test]
    public void An_output_size_asked_for_is_met()
    {
        var x = new Shape(1, 2, 5, 6);
        foreach (var upper in new[] { false, true })
        {
            var g = new ConvGeometry(3, 2).TransposedTo(x, 4, 3, 13, 12, (1, 1), upper);
            var graph = new Graph();
            Assert.That(graph.Input("x", x).ConvTranspose2d(graph.Input("w", 2, 2, 4, 3), g, (1, 1)).Shape, Is.EqualTo(new Shape(1, 2, 13, 12)));
            Assert.That((g.Top, g.Bottom, g.Left, g.Right), Is.EqualTo(upper ? (2, 2, 1, 1) : (2, 2, 1, 1)));
        }
        Assert.That((new ConvGeometry(2, 2).TransposedTo(x, 2, 2, 9, 9).Top, new ConvGeometry(2, 2).TransposedTo(x, 2, 2, 9, 9, upper: false).Top),
            Is.EqualTo((0, 1)));
        Assert.That(() => new ConvGeometry(2, 2).TransposedTo(x, 3, 3, 12, 13),
            Throws.TypeOf<ShapeException>().With.Message.Contains("at most 11x13"));
    }

    [Test]
    public void ConvTranspose2d_names_shapes_and_rule_that_do_not_fit()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 1, 4, 3, 3), w = graph.Input("w", 4, 2, 3, 3), other = graph.Input("other", 3, 2, 3, 3);
        Assert.Multiple(() =>
        {
            Assert.That(() => x.ConvTranspose2d(other), Throws.TypeOf<ShapeException>()
                .With.Message.Contains("ConvTranspose2d with inputs [1,4,3,3], [3,2,3,3]").And.Message.Contains("the weight takes 3"));
            Assert.That(() => x.ConvTranspose2d(w, groups: 3), Throws.TypeOf<ShapeException>().With.Message.Contains("3 groups"));
            Assert.That(() => x.ConvTranspose2d(w, stride: 2, outputPadding: 2),
                Throws.TypeOf<ShapeException>().With.Message.Contains("output padding"));
            Assert.That(() => x.ConvTranspose2d(w, padding: 3), Throws.TypeOf<ShapeException>().With.Message.Contains("leaves -1x-1"));
            Assert.That(() => x.ConvTranspose2d(w, stride: 1 << 30), Throws.TypeOf<ShapeException>().With.Message.Contains("more than"));
        });
    }

    // out[n,o,y,x] = sum of x[n,i,p,q] * w[i,o,r,s] where y = p*stride + r*dilation - top, x likewise (torch.nn.ConvTranspose2d).
    private static (Shape, double[]) Formula(Shape x, double[] xs, Shape w, double[] ws, ConvGeometry g, (int H, int W) padding)
    {
        int height = (x[2] - 1) * g.StrideY - g.Top - g.Bottom + g.DilationY * (w[2] - 1) + padding.H + 1,
            width = (x[3] - 1) * g.StrideX - g.Left - g.Right + g.DilationX * (w[3] - 1) + padding.W + 1, ins = x[1] / g.Groups;
        var shape = new Shape(x[0], w[1] * g.Groups, height, width);
        var y = new double[shape.Count];
        foreach (var p in Places.Of(new Shape(x[0], x[1], x[2], x[3], w[1], w[2], w[3])))
        {
            int row = p[2] * g.StrideY + p[5] * g.DilationY - g.Top, column = p[3] * g.StrideX + p[6] * g.DilationX - g.Left;
            if (row >= 0 && row < height && column >= 0 && column < width)
            {
                y[Places.At(shape, [p[0], p[1] / ins * w[1] + p[4], row, column])] +=
                    xs[Places.At(x, p.AsSpan(0, 4))] * ws[Places.At(w, [p[1], p[4], p[5], p[6]])];
            }
        }
        return (shape, y);
    }
}
