// Ops that work element by element, as ONNX nodes.
namespace CnnCompute;

internal static class ElementwiseExporters
{
    // What ONNX calls otherwise, or says in several nodes; all others have our name there.
    [OnnxExporter]
    private static void Broadcast(OnnxWriter w, BroadcastOp op, Node node)
    {
        string[] inputs = [w.In(node, 0), w.In(node, 1)];
        switch (op)
        {
            case ComparisonOp { Kind: Comparison.LessEqual }:
                w.Result(node, "LessOrEqual", inputs);
                break;
            case ComparisonOp { Kind: Comparison.NotEqual }:
                w.Result(node, "Not", [w.Value("Equal", inputs)]);
                break;
            case MaximumOp:
                w.Result(node, "Max", inputs);
                break;
            case MinimumOp:
                w.Result(node, "Min", inputs);
                break;
            case FmodOp:
                w.Result(node, "Mod", inputs, ("fmod", 1));
                break;
            // Mod of floats follows the dividend's sign there, a remainder the divisor's.
            case RemainderOp when node.Type == DType.F32:
                w.Result(node, "Sub", [inputs[0], w.Value("Mul", [inputs[1], w.Value("Floor", [w.Value("Div", inputs)])])]);
                break;
            case RemainderOp:
                w.Result(node, "Mod", inputs, ("fmod", 0));
                break;
            case PReluOp:
                w.Result(node, "PRelu", inputs);
                break;
            case AddOp or SubOp or MulOp or DivOp or PowOp or ComparisonOp:
                w.Result(node, op.Name, inputs);
                break;
            default:
                throw OnnxExporters.NoForm(node, "it belongs to a gradient");
        }
    }

    [OnnxExporter]
    private static void Where(OnnxWriter w, WhereOp op, Node node) => w.Result(node, "Where", [w.In(node, 0), w.In(node, 1), w.In(node, 2)]);

    [OnnxExporter]
    private static void Cast(OnnxWriter w, CastOp op, Node node) => w.Result(node, "Cast", [w.In(node, 0)], ("to", OnnxWriter.TypeOf(op.To)));

    // No gradient passes, the value does.
    [OnnxExporter]
    private static void Detach(OnnxWriter w, DetachOp op, Node node) => w.Result(node, "Identity", [w.In(node, 0)]);

    [OnnxExporter]
    private static void Fill(OnnxWriter w, FillOp op, Node node) =>
        w.Result(node, "Expand", [w.Scalar(op.Value, op.Type), w.Longs(op.Dimensions.ToArray())]);

    [OnnxExporter]
    private static void Maxout(OnnxWriter w, MaxoutOp op, Node node)
    {
        var dims = node.Shape.ToArray();
        var pieces = w.Value("Reshape", [w.In(node, 0), w.Longs([.. dims[..(op.Axis + 1)], op.Pieces, .. dims[(op.Axis + 1)..]])]);
        w.Result(node, "ReduceMax", [pieces, w.Longs(op.Axis + 1L)], ("keepdims", 0));
    }

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
}
