// Ops that work element by element, as ONNX nodes.
namespace CnnCompute;

internal static class ElementwiseExporters
{
    [OnnxExporter]
    private static void Add(OnnxWriter w, AddOp op, Node node) => Binary(w, "Add", node);

    [OnnxExporter]
    private static void Sub(OnnxWriter w, SubOp op, Node node) => Binary(w, "Sub", node);

    [OnnxExporter]
    private static void Mul(OnnxWriter w, MulOp op, Node node) => Binary(w, "Mul", node);

    [OnnxExporter]
    private static void Div(OnnxWriter w, DivOp op, Node node) => Binary(w, "Div", node);

    [OnnxExporter]
    private static void Relu(OnnxWriter w, ReluOp op, Node node) => w.Result(node, "Relu", [w.In(node, 0)]);

    [OnnxExporter]
    private static void Scale(OnnxWriter w, ScaleOp op, Node node)
    {
        var x = w.In(node, 0);
        if (op.Shift == 0)
            w.Result(node, "Mul", [x, w.Scalar(op.Factor)]);
        else
            w.Result(node, "Add", [op.Factor == 1 ? x : w.Value("Mul", [x, w.Scalar(op.Factor)]), w.Scalar(op.Shift)]);
    }

    [OnnxExporter]
    private static void Normalize(OnnxWriter w, NormalizeOp op, Node node)
    {
        var channels = node.Shape[1];
        string Row(Func<(float Scale, float Shift), float> part) =>
            w.Floats([1, channels, 1, 1], [.. Enumerable.Range(0, channels).Select(c => part(op.Norm[c]))]);
        w.Result(node, "Add", [w.Value("Mul", [w.In(node, 0), Row(n => n.Scale)]), Row(n => n.Shift)]);
    }

    // Statistics known beforehand are a batch normalisation; any other scale and shift are two rows of a table.
    [OnnxExporter]
    private static void ChannelAffine(OnnxWriter w, ChannelAffineOp op, Node node)
    {
        var affine = node.Inputs[1].Node;
        if (op.Shift && affine.Op is BatchNormScaleShiftOp norm)
        {
            w.Result(node, "BatchNormalization", [w.In(node, 0), .. Enumerable.Range(0, 4).Select(i => w.In(affine, i))], ("epsilon", norm.Eps));
            return;
        }
        var channels = node.Shape[1];
        int[] row = [1, channels, .. Enumerable.Repeat(1, node.Shape.Rank - 2)];
        string Row(int i) => w.Value("Reshape", [w.Value("Slice", [w.In(node, 1), w.Longs(i), w.Longs(i + 1L), w.Longs(0)]), w.Longs(row)]);
        if (op.Shift)
            w.Result(node, "Add", [w.Value("Mul", [w.In(node, 0), Row(0)]), Row(1)]);
        else
            w.Result(node, "Mul", [w.In(node, 0), Row(0)]);
    }

    // Rows gamma / sqrt(variance + eps) and beta - mean * the first.
    [OnnxExporter]
    private static void BatchNormScaleShift(OnnxWriter w, BatchNormScaleShiftOp op, Node node)
    {
        var deviation = w.Value("Sqrt", [w.Value("Add", [w.In(node, 3), w.Scalar(op.Eps)])]);
        var scale = w.Value("Div", [w.In(node, 0), deviation]);
        var shift = w.Value("Sub", [w.In(node, 1), w.Value("Mul", [w.In(node, 2), scale])]);
        var first = w.Longs(0);
        w.Result(node, "Concat", [w.Value("Unsqueeze", [scale, first]), w.Value("Unsqueeze", [shift, first])], ("axis", 0));
    }

    private static void Binary(OnnxWriter w, string op, Node node) => w.Result(node, op, [w.In(node, 0), w.In(node, 1)]);
}
