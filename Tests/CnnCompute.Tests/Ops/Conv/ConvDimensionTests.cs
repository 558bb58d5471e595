// Convolutions of one and three dimensions against one formula for any number of them, and on the device.
namespace CnnCompute.Tests;

public sealed class ConvDimensionTests
{
    private static readonly (Shape X, Shape W, ConvGeometry G)[] Lines =
    [
        (new(1, 1, 1), new(1, 1, 1), new()), (new(2, 3, 13), new(5, 3, 3), new(1, 2, 0, 1, 0, 1)),
        (new(1, 8, 127), new(16, 4, 4), new(1, 3, 0, 2, 0, 0, 1, 2, 2)),
        (new(2, 12, 9), new(12, 1, 5), new(1, 1, 0, 4, 0, 0, 1, 1, 12)),
    ];

    private static readonly (Shape X, Shape W, ConvGeometry G, DepthGeometry D)[] Volumes =
    [
        (new(1, 1, 1, 1, 1), new(1, 1, 1, 1, 1), new(), new()),
        (new(2, 3, 5, 6, 4), new(8, 3, 3, 3, 2), ConvGeometry.Square(1, 1), new(1, 1, 1, 1)),
        (new(1, 4, 7, 5, 5), new(6, 2, 2, 3, 3), ConvGeometry.Square(2, 1, 1, 2), new(2, 0, 1, 2)),
        (new(1, 2, 8, 4, 5), new(2, 1, 3, 1, 2), new(1, 2, 0, 1, 0, 0, 1, 1, 2), new(3, 2, 0, 1)),
        (new(1, 8, 3, 3, 3), new(3, 8, 2, 2, 2), new(), new(4, 0, 0, 1)),
    ];

    [TestCaseSource(nameof(Lines))]
    public void Conv1d_is_its_formula((Shape X, Shape W, ConvGeometry G) c)
    {
        var build = (Graph g) => g.Input("x", c.X).Conv1d(g.Input("w", c.W), c.G);
        Check(build, c.X, c.W, [c.G.StrideX], [c.G.Left], [c.G.DilationX], c.G.Groups);
        var graph = new Graph();
        build(graph);
        // Recipes are those of a convolution of one row.
        Assert.That(graph.Nodes.Select(n => n.Op), Is.All.InstanceOf<SourceOp>().Or.InstanceOf<ReshapeOp>().Or.InstanceOf<Conv2dOp>());
        new OpCase(build).CheckGradient();
    }

    [TestCaseSource(nameof(Volumes))]
    public void Conv3d_is_its_formula((Shape X, Shape W, ConvGeometry G, DepthGeometry D) c)
    {
        var build = (Graph g) => g.Input("x", c.X).Conv3d(g.Input("w", c.W), c.G, c.D);
        Check(build, c.X, c.W, [c.D.Stride, c.G.StrideY, c.G.StrideX], [c.D.Front, c.G.Top, c.G.Left],
            [c.D.Dilation, c.G.DilationY, c.G.DilationX], c.G.Groups);
        new OpCase(build) { Tolerance = ConvCases.Tolerance }.Check();
    }

    // The transposed convolution is the adjoint: <conv(x), y> = <x, conv_transpose(y)> for all x, so its values are the gradient's.
    [TestCaseSource(nameof(Volumes))]
    public void ConvTranspose3d_is_the_gradient_of_Conv3d((Shape X, Shape W, ConvGeometry G, DepthGeometry D) c)
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", c.X), w = graph.Input("w", c.W), conv = x.Conv3d(w, c.G, c.D), y = graph.Input("y", conv.Shape);
        // What the strides left over of the input is the output padding.
        int Rest(int size, int kernel, int stride, int padding, int dilation) => (size + padding - dilation * (kernel - 1) - 1) % stride;
        var rest = (Rest(c.X[2], c.W[2], c.D.Stride, c.D.Front + c.D.Back, c.D.Dilation),
            Rest(c.X[3], c.W[3], c.G.StrideY, c.G.Top + c.G.Bottom, c.G.DilationY),
            Rest(c.X[4], c.W[4], c.G.StrideX, c.G.Left + c.G.Right, c.G.DilationX));
        var transposed = y.ConvTranspose3d(w, c.G, c.D, rest);
        var gradient = Autodiff.Gradients((conv * y).Sum(), [x])[0];
        Assert.That(transposed.Shape, Is.EqualTo(c.X));
        var values = Oracle.Run(new Dictionary<string, double[]>
        {
            ["x"] = OpCase.Uniform(c.X, 1),
            ["w"] = OpCase.Uniform(c.W, 2),
            ["y"] = OpCase.Uniform(y.Shape, 3),
        }, transposed, gradient);
        Assert.That(values[0], Is.EqualTo(values[1]).Within(1e-12));
        new OpCase(g => g.Input("y", y.Shape).ConvTranspose3d(g.Input("w", c.W), c.G, c.D, rest)) { Tolerance = ConvCases.Tolerance }.CheckRecipes();
    }

    [Test]
    public void Shapes_that_do_not_fit_are_named()
    {
        var graph = new Graph();
        Tensor volume = graph.Input("volume", 1, 2, 3, 4, 5), kernel = graph.Input("kernel", 2, 2, 4, 1, 1), line = graph.Input("line", 1, 2, 3);
        Assert.Multiple(() =>
        {
            Assert.That(() => volume.Conv3d(kernel, new(), new()), Throws.TypeOf<ShapeException>().With.Message.Contains("depth of 4 is larger"));
            Assert.That(() => volume.Conv3d(line, new(), new()), Throws.TypeOf<ShapeException>().With.Message.Contains("[1,2,3,4,5], [1,2,3]"));
            Assert.That(() => volume.Conv3d(kernel, new(), new(0)), Throws.TypeOf<ShapeException>().With.Message.Contains("at least 1"));
            Assert.That(() => volume.ConvTranspose3d(kernel, new(), new(1, 9, 9)), Throws.TypeOf<ShapeException>().With.Message.Contains("leave"));
            Assert.That(() => line.Conv1d(kernel), Throws.TypeOf<ShapeException>().With.Message.Contains("Conv1d"));
            Assert.That(() => line.Conv1d(graph.Input("long", 2, 2, 4)),
                Throws.TypeOf<ShapeException>().With.Message.Contains("larger than the padded input"));
        });
    }

    private static void Check(Func<Graph, Tensor> build, Shape x, Shape w, int[] stride, int[] before, int[] dilation, int groups)
    {
        var y = build(new Graph());
        double[] xs = OpCase.Uniform(x, 1), ws = OpCase.Uniform(w, 2), expected = new double[y.Shape.Count];
        var dims = stride.Length;
        foreach (var p in Places.Of(y.Shape))
        {
            var at = Places.At(y.Shape, p);
            foreach (var k in Places.Of(new Shape([.. w.ToArray()[1..]])))
            {
                int[] from =
                [
                    p[0], p[1] / (w[0] / groups) * w[1] + k[0],
                    .. Enumerable.Range(0, dims).Select(d => p[d + 2] * stride[d] - before[d] + k[d + 1] * dilation[d]),
                ];
                if (Enumerable.Range(2, dims).All(d => from[d] >= 0 && from[d] < x[d]))
                    expected[at] += xs[Places.At(x, from)] * ws[Places.At(w, [p[1], .. k])];
            }
        }
        Assert.That(Oracle.Run(new Dictionary<string, double[]> { ["x"] = xs, ["w"] = ws }, y)[0], Is.EqualTo(expected).Within(1e-12));
    }
}
