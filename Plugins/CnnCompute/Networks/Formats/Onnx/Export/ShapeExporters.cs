// Ops that arrange or repeat elements, as ONNX nodes.
namespace CnnCompute;

internal static class ShapeExporters
{
    // A first dimension that stays is 0, "as it is": the file then holds for any batch.
    [OnnxExporter]
    private static void Reshape(OnnxWriter w, ReshapeOp op, Node node)
    {
        var (x, target) = (node.Inputs[0].Shape, op.Target.ToArray());
        if (x.Rank > 0 && target.Length > 0 && x[0] == target[0])
            target[0] = 0;
        w.Result(node, "Reshape", [w.In(node, 0), w.Longs(target)]);
    }

    [OnnxExporter]
    private static void Permute(OnnxWriter w, PermuteOp op, Node node) =>
        w.Result(node, "Transpose", [w.In(node, 0)], ("perm", Enumerable.Range(0, node.Shape.Rank).Select(op.Axis).ToArray()));

    [OnnxExporter]
    private static void Concat(OnnxWriter w, ConcatOp op, Node node) =>
        w.Result(node, "Concat", [.. Enumerable.Range(0, node.Inputs.Count).Select(i => w.In(node, i))], ("axis", op.Axis));

    // [N,C,H,W] to [N,H*W,C], or the way back.
    [OnnxExporter]
    private static void PixelRows(OnnxWriter w, PixelRowsOp op, Node node)
    {
        var x = node.Inputs[0].Shape;
        var swap = ("perm", (object)new[] { 0, 2, 1 });
        if (x.Rank == 4)
            w.Result(node, "Transpose", [w.Value("Reshape", [w.In(node, 0), w.Longs([x[0], x[1], -1])])], swap);
        else
            w.Result(node, "Reshape", [w.Value("Transpose", [w.In(node, 0)], swap), w.Longs(op.Target.ToArray())]);
    }

    // Backwards, an end before the first element is given as the smallest number.
    [OnnxExporter]
    private static void Slice(OnnxWriter w, SliceOp op, Node node)
    {
        var end = op.Start + (long)op.Length * op.Step;
        w.Result(node, "Slice", [w.In(node, 0), w.Longs(op.Start), w.Longs(end < 0 ? long.MinValue : end), w.Longs(op.Axis), w.Longs(op.Step)]);
    }

    [OnnxExporter]
    private static void Tile(OnnxWriter w, TileOp op, Node node) => w.Result(node, "Tile", [w.In(node, 0), w.Longs(op.Repeats.ToArray())]);

    [OnnxExporter]
    private static void ChannelShuffle(OnnxWriter w, ChannelShuffleOp op, Node node)
    {
        var x = node.Shape;
        var grouped = w.Value("Reshape", [w.In(node, 0), w.Longs([x[0], op.Groups, x[1] / op.Groups, -1])]);
        w.Result(node, "Reshape", [w.Value("Transpose", [grouped], ("perm", new[] { 0, 2, 1, 3 })), w.Longs(x.ToArray())]);
    }

    [OnnxExporter]
    private static void Pad(OnnxWriter w, PadOp op, Node node)
    {
        var rank = node.Shape.Rank;
        var mode = op.Mode switch { PadMode.Constant => "constant", PadMode.Reflect => "reflect", PadMode.Replicate => "edge", _ => "wrap" };
        w.Result(node, "Pad", [w.In(node, 0), w.Longs([.. op.Before.ToArray(rank), .. op.After.ToArray(rank)]), w.Scalar(op.Value, node.Type)],
            ("mode", mode));
    }

    [OnnxExporter]
    private static void BroadcastTo(OnnxWriter w, BroadcastToOp op, Node node) =>
        w.Result(node, "Expand", [w.In(node, 0), w.Longs(op.Target.ToArray())]);
}
