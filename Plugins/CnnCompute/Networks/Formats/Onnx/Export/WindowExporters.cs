// Ops that slide a window, as ONNX nodes.
namespace CnnCompute;

internal static class WindowExporters
{
    [OnnxExporter]
    private static void Conv2d(OnnxWriter w, Conv2dOp op, Node node) =>
        w.Result(node, "Conv", [w.In(node, 0), w.In(node, 1)], Attributes(op.Geometry, node));

    // The rows and columns that the convolution's stride skips at the end are output padding here.
    [OnnxExporter]
    private static void ConvTranspose2d(OnnxWriter w, Conv2dGradInputOp op, Node node)
    {
        var (g, y, weight) = (op.Geometry, node.Inputs[0].Shape, node.Inputs[1].Shape);
        int[] rest =
        [
            op.Input[2] - ((y[2] - 1) * g.StrideY - g.Top - g.Bottom + g.DilationY * (weight[2] - 1) + 1),
            op.Input[3] - ((y[3] - 1) * g.StrideX - g.Left - g.Right + g.DilationX * (weight[3] - 1) + 1),
        ];
        w.Result(node, "ConvTranspose", [w.In(node, 0), w.In(node, 1)], [.. Attributes(g, node), ("output_padding", rest)]);
    }

    // Windows as columns: a convolution whose every output channel takes one tap of one channel.
    [OnnxExporter]
    private static void Unfold(OnnxWriter w, UnfoldOp op, Node node)
    {
        var channels = node.Inputs[0].Shape[1];
        var taps = w.Value("Conv", [w.In(node, 0), Taps(w, channels, op.KernelHeight, op.KernelWidth)],
            Attributes(op.Geometry with { Groups = channels }, op.KernelHeight, op.KernelWidth));
        w.Result(node, "Reshape", [taps, w.Longs(node.Shape.ToArray())]);
    }

    // Columns back to windows: the same taps, backwards.
    [OnnxExporter]
    private static void Fold(OnnxWriter w, FoldOp op, Node node)
    {
        var (y, columns, g) = (node.Shape, node.Inputs[0].Shape, op.Geometry with { Groups = node.Shape[1] });
        int height = g.OutHeight(op.Height, op.KernelHeight), width = g.OutWidth(op.Width, op.KernelWidth);
        var windows = w.Value("Reshape", [w.In(node, 0), w.Longs([columns[0], columns[1], height, width])]);
        int[] rest =
        [
            y[2] - ((height - 1) * g.StrideY - g.Top - g.Bottom + g.DilationY * (op.KernelHeight - 1) + 1),
            y[3] - ((width - 1) * g.StrideX - g.Left - g.Right + g.DilationX * (op.KernelWidth - 1) + 1),
        ];
        w.Result(node, "ConvTranspose", [windows, Taps(w, y[1], op.KernelHeight, op.KernelWidth)],
            [.. Attributes(g, op.KernelHeight, op.KernelWidth), ("output_padding", rest)]);
    }

    private static string Taps(OnnxWriter w, int channels, int height, int width)
    {
        var taps = height * width;
        return w.Floats([channels * taps, 1, height, width],
            [.. Enumerable.Range(0, channels * taps * taps).Select(i => i / taps % taps == i % taps ? 1f : 0f)]);
    }

    private static (string, object)[] Attributes(ConvGeometry g, Node node) => Attributes(g, node.Inputs[1].Shape[2], node.Inputs[1].Shape[3]);

    private static (string, object)[] Attributes(ConvGeometry g, int kernelHeight, int kernelWidth) =>
    [
        ("kernel_shape", new[] { kernelHeight, kernelWidth }), ("strides", new[] { g.StrideY, g.StrideX }),
        ("pads", new[] { g.Top, g.Left, g.Bottom, g.Right }), ("dilations", new[] { g.DilationY, g.DilationX }), ("group", g.Groups),
    ];
}
