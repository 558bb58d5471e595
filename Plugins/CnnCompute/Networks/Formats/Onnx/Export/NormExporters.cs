// Normalisations, as ONNX nodes.
namespace CnnCompute;

internal static class NormExporters
{
    // ONNX divides alpha by the window's length, and its windows of even length reach further behind; those that reach further ahead are averages
    // along the channels, laid out as rows.
    [OnnxExporter]
    private static void LocalResponseNorm(OnnxWriter w, LocalResponseNormOp op, Node node)
    {
        var (x, size, shape) = (w.In(node, 0), op.Before + op.After + 1, node.Shape);
        if (op.Before == (size - 1) / 2)
        {
            w.Result(node, "LRN", [x], ("size", size), ("alpha", op.Alpha * size), ("beta", op.Beta), ("bias", op.K));
            return;
        }
        var squares = w.Value("Reshape", [w.Value("Mul", [x, x]), w.Longs([shape[0], 1, shape[1], -1])]);
        var means = w.Value(
            "AveragePool", [squares], ("kernel_shape", new[] { size, 1 }), ("pads", new[] { op.Before, 0, op.After, 0 }), ("count_include_pad", 1));
        var sums = w.Value("Mul", [w.Value("Reshape", [means, w.Longs(shape.ToArray())]), w.Scalar(op.Alpha * size)]);
        w.Result(node, "Mul", [x, w.Value("Pow", [w.Value("Add", [sums, w.Scalar(op.K)]), w.Scalar(-op.Beta)])]);
    }

    // Each channel for itself is an instance normalisation; groups are one of their elements laid out as channels.
    [OnnxExporter]
    private static void GroupNorm(OnnxWriter w, GroupNormOp op, Node node)
    {
        var (x, stats) = (node.Inputs[0], node.Inputs[1]);
        if (stats.Node.Op is not GroupStatsOp || stats.Node.Inputs[0] != x)
            throw OnnxExporters.NoForm(node, "its statistics are those of another tensor");
        int groups = stats.Shape[1], channels = x.Shape[1];
        var affine = node.Inputs.Count == 4;
        if (groups == channels && x.Shape.Rank > 2)
        {
            w.Result(node, "InstanceNormalization",
                [w.In(node, 0), affine ? w.In(node, 2) : Row(w, channels, 1), affine ? w.In(node, 3) : Row(w, channels, 0)], ("epsilon", op.Eps));
            return;
        }
        var lines = w.Value("Reshape", [w.In(node, 0), w.Longs([x.Shape[0], groups, -1])]);
        var normal = w.Value("InstanceNormalization", [lines, Row(w, groups, 1), Row(w, groups, 0)], ("epsilon", op.Eps));
        var shape = w.Longs(x.Shape.ToArray());
        if (!affine)
        {
            w.Result(node, "Reshape", [normal, shape]);
            return;
        }
        var row = w.Longs([1, channels, .. Enumerable.Repeat(1, x.Shape.Rank - 2)]);
        string Channel(int i) => w.Value("Reshape", [w.In(node, i), row]);
        w.Result(node, "Add", [w.Value("Mul", [w.Value("Reshape", [normal, shape]), Channel(2)]), Channel(3)]);
    }

    // [N,G,2]: mean and biased variance.
    [OnnxExporter]
    private static void GroupStats(OnnxWriter w, GroupStatsOp op, Node node)
    {
        var (last, lines) = (w.Longs(2), w.Value("Reshape", [w.In(node, 0), w.Longs([node.Shape[0], op.Groups, -1])]));
        var mean = w.Value("ReduceMean", [lines, last]);
        var apart = w.Value("Sub", [lines, mean]);
        w.Result(node, "Concat", [mean, w.Value("ReduceMean", [w.Value("Mul", [apart, apart]), last])], ("axis", 2));
    }

    private static string Row(OnnxWriter w, int count, float value) => w.Floats([count], [.. Enumerable.Repeat(value, count)]);
}
