// Ops that arrange or repeat elements, as ONNX nodes.
namespace CnnCompute;

internal static class ShapeExporters
{
    [OnnxExporter]
    private static void Reshape(OnnxWriter w, ReshapeOp op, Node node) => w.Result(node, "Reshape", [w.In(node, 0), w.Longs(op.Target.ToArray())]);

    [OnnxExporter]
    private static void Permute(OnnxWriter w, PermuteOp op, Node node) =>
        w.Result(node, "Transpose", [w.In(node, 0)], ("perm", Enumerable.Range(0, node.Shape.Rank).Select(op.Axis).ToArray()));

    [OnnxExporter]
    private static void Concat(OnnxWriter w, ConcatOp op, Node node) =>
        w.Result(node, "Concat", [.. Enumerable.Range(0, node.Inputs.Count).Select(i => w.In(node, i))], ("axis", op.Axis));

    [OnnxExporter]
    private static void Pad(OnnxWriter w, PadOp op, Node node)
    {
        var rank = node.Shape.Rank;
        var mode = op.Mode switch { PadMode.Constant => "constant", PadMode.Reflect => "reflect", PadMode.Replicate => "edge", _ => "wrap" };
        w.Result(node, "Pad", [w.In(node, 0), w.Longs([.. op.Before.ToArray(rank), .. op.After.ToArray(rank)]), w.Scalar(op.Value, node.Type)], ("mode", mode));
    }

    [OnnxExporter]
    private static void BroadcastTo(OnnxWriter w, BroadcastToOp op, Node node) => w.Result(node, "Expand", [w.In(node, 0), w.Longs(op.Target.ToArray())]);
}
