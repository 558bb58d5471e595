// Paddings found by rule, and convolutions that cannot be.
namespace CnnCompute.Tests;

public sealed class ConvGeometryTests
{
    [TestCase(5, 3, 1, 1, 1, 1)]
    [TestCase(5, 4, 1, 1, 1, 2)]
    [TestCase(6, 3, 2, 1, 0, 1)]
    [TestCase(7, 3, 2, 1, 1, 1)]
    [TestCase(7, 2, 3, 1, 0, 1)]
    [TestCase(9, 3, 4, 2, 2, 2)]
    [TestCase(10, 1, 3, 1, 0, 0)]
    public void Same_gives_size_over_stride_and_the_odd_one_to_its_side(int size, int kernel, int stride, int dilation, int before, int after)
    {
        var x = new Shape(1, 1, size, size);
        var g = ConvGeometry.Square(stride, 7, dilation);
        ConvGeometry upper = g.SameUpper(x, kernel, kernel), lower = g.SameLower(x, kernel, kernel);
        Assert.That((upper.Top, upper.Bottom, upper.Left, upper.Right), Is.EqualTo((before, after, before, after)));
        Assert.That((lower.Top, lower.Bottom, lower.Left, lower.Right), Is.EqualTo((after, before, after, before)));
        Assert.That(upper.OutHeight(size, kernel), Is.EqualTo((size + stride - 1) / stride));
        Assert.That(g.Valid(), Is.EqualTo(ConvGeometry.Square(stride, 0, dilation)));
    }

    private static readonly (Shape X, Shape W, ConvGeometry G, string Rule)[] Absurd =
    [
        (new(1, 3, 4, 9), new(4, 3, 5, 3), new(), "the window of 5x3 (with its dilation) is larger than the padded input of 4x9"),
        (new(1, 3, 9, 9), new(4, 3, 3, 3), ConvGeometry.Square(1, 1, 6), "the window of 13x13"),
        (new(1, 3, 9, 9), new(4, 3, 3, 3), ConvGeometry.Square(1, 0, int.MaxValue), "the window of 4294967295x4294967295"),
        (new(1, 3, 9, 9), new(4, 3, 3, 3), ConvGeometry.Square(1, int.MaxValue), "more than 2147483647 elements"),
        (new(1, 3, 9, 9), new(4, 3, 3, 3), ConvGeometry.Square(1, 100_000), "more than 2147483647 elements"),
        (new(1, 3, 9, 9), new(4, 3, 3, 3), ConvGeometry.Square(1, 20_000, 20_000), "more than 2147483647 elements"),
        (new(1, 3, 9, 9), new(1 << 26, 3, 1, 1), new(), "the output [1,67108864,9,9]"),
        (new(1, 4, 9, 9), new(1, (1 << 30) + 1, 1, 1), ConvGeometry.Square(1, 0, 1, 4), "takes 1073741825 in each of 4 groups"),
        (new(1, 4, 9, 9), new(3, 2, 3, 3), ConvGeometry.Square(1, 0, 1, 2), "3 output channels cannot be split into 2 groups"),
        (new(1, 4, 9, 9), new(3, 4, 3, 3), ConvGeometry.Square(1, 0, 1, 0), "must be at least 1"),
        (new(1, 4, 9, 9), new(3, 4, 3, 3), ConvGeometry.Square(1, -1), "must not be negative"),
        (new(4, 9, 9), new(3, 4, 3, 3), new(), "needs an input [N,C,H,W]"),
    ];

    [TestCaseSource(nameof(Absurd))]
    public void Absurd_convolutions_name_op_shapes_and_rule((Shape X, Shape W, ConvGeometry G, string Rule) c)
    {
        var graph = new Graph();
        Assert.That(() => graph.Input("x", c.X).Conv2d(graph.Input("w", c.W), c.G),
            Throws.TypeOf<ShapeException>().With.Message.StartsWith("Conv2d with inputs").And.Message.Contains($"{c.X}, {c.W}")
                .And.Message.Contains(c.Rule));
    }

    [Test]
    public void A_convolution_of_single_pixels_is_a_matrix_product()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 5, 3, 4), w = graph.Input("w", 7, 5, 1, 1);
        var product = x.Permute(0, 2, 3, 1).Reshape(24, 5).MatMul(w.Reshape(7, 5), transB: true).Reshape(2, 3, 4, 7).Permute(0, 3, 1, 2);
        var values = Oracle.Run(
            new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1), ["w"] = OpCase.Uniform(w.Shape, 2) }, x.Conv2d(w), product);
        Assert.That(values[0], Is.EqualTo(values[1]).Within(1e-12));
    }

    [Test]
    public void As_many_groups_as_channels_convolve_each_channel_alone()
    {
        var graph = new Graph();
        Tensor x = graph.Input("x", 2, 3, 6, 5), w = graph.Input("w", 3, 1, 3, 3);
        var alone = Tensor.Concat(
            1, x.Slice(1, 0, 1).Conv2d(w.Slice(0, 0, 1)), x.Slice(1, 1, 1).Conv2d(w.Slice(0, 1, 1)), x.Slice(1, 2, 1).Conv2d(w.Slice(0, 2, 1)));
        var values = Oracle.Run(new Dictionary<string, double[]> { ["x"] = OpCase.Uniform(x.Shape, 1), ["w"] = OpCase.Uniform(w.Shape, 2) },
            x.Conv2d(w, groups: 3), alone);
        Assert.That(values[0], Is.EqualTo(values[1]).Within(1e-12));
    }
}
