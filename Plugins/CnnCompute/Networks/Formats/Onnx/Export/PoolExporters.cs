// Pooling, as ONNX nodes.
namespace CnnCompute;

internal static class PoolExporters
{
    [OnnxExporter]
    private static void MaxPool2d(OnnxWriter w, MaxPool2dOp op, Node node)
    {
        if (op.Window.Bins != (0, 0))
            Adaptive(w, node, "MaxPool", "ReduceMax", op.Window.Bins);
        else
            w.Result(node, "MaxPool", [w.In(node, 0)], Attributes(node, Whole(node, op.Window)));
    }

    // Positions are those in the whole tensor; within a plane they are the rest.
    [OnnxExporter]
    private static void MaxPool2dIndices(OnnxWriter w, MaxPool2dIndicesOp op, Node node)
    {
        if (op.Window.Bins != (0, 0))
            throw OnnxExporters.NoForm(node, "adaptive windows have no indices there");
        var (x, places) = (node.Inputs[0].Shape, w.Unique("places"));
        w.Emit("MaxPool", [w.Unique("maxima"), places], [w.In(node, 0)],
            [.. Attributes(node, Whole(node, op.Window)), ("storage_order", op.Index == PoolIndex.TensorColumns)]);
        if (op.Index == PoolIndex.Plane)
            places = w.Value("Mod", [places, w.Scalar((long)x[2] * x[3])]);
        w.Result(node, "Cast", [places], ("to", OnnxWriter.TypeOf(DType.I32)));
    }

    [OnnxExporter]
    private static void AvgPool2d(OnnxWriter w, AvgPool2dOp op, Node node)
    {
        var window = op.Window;
        if (window.Bins != (0, 0))
        {
            Adaptive(w, node, "AveragePool", "ReduceMean", window.Bins);
            return;
        }
        // A divisor of one's own turns the sum, which is the mean over all taps times their number.
        var divided = op.Divisor > 0;
        var all = divided || op.CountIncludePad;
        (string, object)[] attributes = [.. Attributes(node, all && !divided ? window : Whole(node, window)), ("count_include_pad", all)];
        if (divided)
        {
            w.Result(node, "Mul",
                [w.Value("AveragePool", [w.In(node, 0)], attributes), w.Scalar((float)((double)window.Kernel.H * window.Kernel.W / op.Divisor))]);
        }
        else
        {
            w.Result(node, "AveragePool", [w.In(node, 0)], attributes);
        }
    }

    [OnnxExporter]
    private static void LpPool2d(OnnxWriter w, LpPool2dOp op, Node node)
    {
        if (op.Norm != (int)op.Norm || op.Window.Bins != (0, 0))
            throw OnnxExporters.NoForm(node, $"the norm {op.Norm} is no whole number, or windows are adaptive");
        w.Result(node, "LpPool", [w.In(node, 0)], [.. Attributes(node, Whole(node, op.Window)), ("p", (int)op.Norm)]);
    }

    // Elements go to their places in planes of zeros.
    [OnnxExporter]
    private static void MaxUnpool2d(OnnxWriter w, MaxUnpool2dOp op, Node node)
    {
        var y = node.Shape;
        var lines = w.Longs([y[0], y[1], -1]);
        var zeros = w.Value("Expand", [w.Scalar(0f), w.Longs([y[0], y[1], y[2] * y[3]])]);
        var scattered = w.Value(
            "ScatterElements", [zeros, w.Value("Reshape", [w.In(node, 1), lines]), w.Value("Reshape", [w.In(node, 0), lines])], ("axis", 2));
        w.Result(node, "Reshape", [scattered, w.Longs(y.ToArray())]);
    }

    [OnnxExporter]
    private static void GlobalAvgPool(OnnxWriter w, GlobalAvgPoolOp op, Node node) => w.Result(node, "GlobalAveragePool", [w.In(node, 0)]);

    private static (string, object)[] Attributes(Node node, PoolWindow p) =>
    [
        ("kernel_shape", new[] { p.Kernel.H, p.Kernel.W }), ("strides", new[] { p.Stride.H, p.Stride.W }),
        ("dilations", new[] { p.Dilation.H, p.Dilation.W }), ("pads", new[] { p.Padding.H, p.Padding.W, p.End.H, p.End.W }),
        ("ceil_mode", p.CeilMode),
    ];

    // Runtimes round sizes up by different rules: padding that does not count says it in full.
    private static PoolWindow Whole(Node node, PoolWindow p)
    {
        if (!p.CeilMode)
            return p;
        int End(int axis, int kernel, int stride, int before, int after, int dilation) =>
            Math.Max(after, (node.Shape[axis] - 1) * stride + (kernel - 1) * dilation + 1 - before - node.Inputs[0].Shape[axis]);
        return p with
        {
            CeilMode = false,
            AnyPadding = true,
            End = (End(2, p.Kernel.H, p.Stride.H, p.Padding.H, p.End.H, p.Dilation.H),
                End(3, p.Kernel.W, p.Stride.W, p.Padding.W, p.End.W, p.Dilation.W)),
        };
    }

    // Bins of equal size lie side by side; others are cut out one by one, along the height, then along the width.
    private static void Adaptive(OnnxWriter w, Node node, string pool, string reduce, (int H, int W) bins)
    {
        var (x, value) = (node.Inputs[0].Shape, w.In(node, 0));
        if (x[2] % bins.H == 0 && x[3] % bins.W == 0)
        {
            int[] kernel = [x[2] / bins.H, x[3] / bins.W];
            w.Result(node, pool, [value], ("kernel_shape", kernel), ("strides", kernel));
            return;
        }
        string Part(string from, int axis, int i, int n)
        {
            long size = x[axis], start = i * size / n, end = ((i + 1) * size + n - 1) / n;
            return w.Value(reduce, [w.Value("Slice", [from, w.Longs(start), w.Longs(end), w.Longs(axis)]), w.Longs(axis)], ("keepdims", 1));
        }
        value = w.Value("Concat", [.. Enumerable.Range(0, bins.H).Select(i => Part(value, 2, i, bins.H))], ("axis", 2));
        w.Result(node, "Concat", [.. Enumerable.Range(0, bins.W).Select(i => Part(value, 3, i, bins.W))], ("axis", 3));
    }
}
