// Gathering, scattering and other ops on indices, as ONNX nodes.
namespace CnnCompute;

internal static class IndexExporters
{
    [OnnxExporter]
    private static void Gather(OnnxWriter w, GatherOp op, Node node) => w.Result(node, "Gather", [w.In(node, 0), w.In(node, 1)], ("axis", op.Axis));

    [OnnxExporter]
    private static void GatherElements(OnnxWriter w, GatherElementsOp op, Node node) =>
        w.Result(node, "GatherElements", [w.In(node, 0), w.In(node, 1)], ("axis", op.Axis));

    [OnnxExporter]
    private static void ScatterElements(OnnxWriter w, ScatterElementsOp op, Node node) =>
        w.Result(node, "ScatterElements", [w.In(node, 0), w.In(node, 1), w.In(node, 2)],
            ("axis", op.Axis), ("reduction", op.Reduction switch
            {
                ScatterReduction.None => "none",
                ScatterReduction.Add => "add",
                ScatterReduction.Mul => "mul",
                ScatterReduction.Max => "max",
                _ => "min",
            }));

    // Coordinates times strides, summed; group b looks into the b-th array.
    [OnnxExporter]
    private static void RavelIndex(OnnxWriter w, RavelIndexOp op, Node node)
    {
        var (extents, rows) = (op.Extents.ToArray(), node.Shape[0]);
        var whole = extents.Aggregate(1, (n, d) => n * d);
        int[] strides = [.. extents.Select((_, i) => extents[(i + 1)..].Aggregate(1, (n, d) => n * d))];
        var x = w.In(node, 0);
        var counted = w.Value("Where", [w.Value("Less", [x, w.Scalar(0, DType.I32)]), w.Value("Add", [x, w.Integers(extents)]), x]);
        string[] sum = [w.Value("Mul", [counted, w.Integers(strides)]), w.Longs(1)];
        if (op.Batches == 1)
        {
            w.Result(node, "ReduceSum", sum, ("keepdims", 0));
        }
        else
        {
            w.Result(node, "Add", [w.Value("ReduceSum", sum, ("keepdims", 0)),
                w.Integers([.. Enumerable.Range(0, rows).Select(i => i / (rows / op.Batches) * whole)])]);
        }
    }

    // Runtimes have it of 64-bit indices and floats.
    [OnnxExporter]
    private static void OneHot(OnnxWriter w, OneHotOp op, Node node)
    {
        const int Long = 7;
        string[] inputs =
        [
            w.Value("Cast", [w.Value("Squeeze", [w.In(node, 0), w.Longs(op.Axis)])], ("to", Long)), w.Scalar((long)op.Depth),
            w.Floats([2], [op.Off, op.On]),
        ];
        if (op.Type == DType.F32)
            w.Result(node, "OneHot", inputs, ("axis", op.Axis));
        else
            w.Result(node, "Cast", [w.Value("OneHot", inputs, ("axis", op.Axis))], ("to", OnnxWriter.TypeOf(op.Type)));
    }

    [OnnxExporter]
    private static void TopK(OnnxWriter w, TopKOp op, Node node)
    {
        var places = w.Unique("places");
        w.Emit("TopK", [w.Unique("values"), places], [w.In(node, 0), w.Longs(op.K)], ("axis", op.Axis), ("largest", op.Largest), ("sorted", 1));
        w.Result(node, "Cast", [places], ("to", OnnxWriter.TypeOf(DType.I32)));
    }

    [OnnxExporter]
    private static void ArgMax(OnnxWriter w, ArgMaxOp op, Node node) => w.Result(node, "Cast",
        [w.Value(op.Smallest ? "ArgMin" : "ArgMax", [w.In(node, 0)], ("axis", op.Axis), ("keepdims", 1), ("select_last_index", op.Last))],
        ("to", OnnxWriter.TypeOf(DType.I32)));

    [OnnxExporter]
    private static void CumSum(OnnxWriter w, CumSumOp op, Node node) =>
        w.Result(node, "CumSum", [w.In(node, 0), w.Scalar((long)op.Axis)], ("exclusive", op.Exclusive), ("reverse", op.Reverse));

    [OnnxExporter]
    private static void Trilu(OnnxWriter w, TriluOp op, Node node) =>
        w.Result(node, "Trilu", [w.In(node, 0), w.Scalar((long)op.Diagonal)], ("upper", op.Upper));

    [OnnxExporter]
    private static void Range(OnnxWriter w, RangeOp op, Node node)
    {
        var values = Enumerable.Range(0, op.Count).Select(i => op.Start + i * op.Step);
        w.Result(node, "Identity",
            [op.Type == DType.F32 ? w.Floats([op.Count], [.. values.Select(v => (float)v)]) : w.Integers([.. values.Select(v => (int)v)])]);
    }
}
