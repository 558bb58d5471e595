// Sums, maxima and other reductions, as ONNX nodes.
namespace CnnCompute;

internal static class ReduceExporters
{
    private static readonly Dictionary<ReduceKind, string> Names = new()
    {
        [ReduceKind.Sum] = "ReduceSum",
        [ReduceKind.Max] = "ReduceMax",
        [ReduceKind.Min] = "ReduceMin",
        [ReduceKind.Prod] = "ReduceProd",
        [ReduceKind.NormL1] = "ReduceL1",
        [ReduceKind.NormL2] = "ReduceL2",
        [ReduceKind.SumSquare] = "ReduceSumSquare",
        [ReduceKind.LogSum] = "ReduceLogSum",
        [ReduceKind.LogSumExp] = "ReduceLogSumExp",
    };

    [OnnxExporter]
    private static void Sum(OnnxWriter w, SumOp op, Node node)
    {
        string[] inputs = [w.In(node, 0), w.Longs(Axes(node, op.Axes))];
        if (op.Factor == 1)
            w.Result(node, "ReduceSum", inputs, Attributes(op.KeepDim));
        else
            w.Result(node, "Mul", [w.Value("ReduceSum", inputs, Attributes(op.KeepDim)), w.Scalar(op.Factor)]);
    }

    [OnnxExporter]
    private static void Reduce(OnnxWriter w, ReduceOp op, Node node)
    {
        if (!Names.TryGetValue(op.Kind, out var name))
            throw OnnxExporters.NoForm(node, "it belongs to a gradient");
        // No axes mean all of them there, or none but then nothing is done: a line of one element says what is meant.
        if (op.Axes == 0)
        {
            var x = node.Inputs[0].Shape.ToArray();
            var line = w.Value("Reshape", [w.In(node, 0), w.Longs([.. x, 1])]);
            w.Result(node, name, [line, w.Longs(x.Length)], ("keepdims", 0));
            return;
        }
        w.Result(node, name, [w.In(node, 0), w.Longs(Axes(node, op.Axes))], Attributes(op.KeepDim));
    }

    [OnnxExporter]
    private static void SumTo(OnnxWriter w, SumToOp op, Node node)
    {
        var x = node.Inputs[0].Shape;
        var more = x.Rank - op.Target.Rank;
        int[] axes = [.. Enumerable.Range(0, x.Rank).Where(i => i < more || (op.Target[i - more] == 1 && x[i] > 1))];
        w.Result(node, "Reshape", [w.Value("ReduceSum", [w.In(node, 0), w.Longs(axes)]), w.Longs(op.Target.ToArray())]);
    }

    // Without an axis nothing is summed, as is said here.
    private static (string, object)[] Attributes(bool keepDim) => [("keepdims", keepDim), ("noop_with_empty_axes", 1)];

    private static int[] Axes(Node node, uint mask) => [.. Enumerable.Range(0, node.Inputs[0].Shape.Rank).Where(i => (mask >> i & 1) != 0)];
}
