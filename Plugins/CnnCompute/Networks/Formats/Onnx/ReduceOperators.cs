// ONNX operators that reduce axes.
namespace CnnCompute;

internal static class ReduceOperators
{
    [OnnxOperator("ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd",
        "ReduceSum", "ReduceSumSquare")]
    private static OnnxValue Reduce(OnnxNode node)
    {
        var x = node.Tensor(0);
        var (axes, keep) = ShapeArguments.Reduced(node, x.Shape.Rank);
        // An empty list of axes would mean all of them; a single number has none and is still a sum of one.
        if (axes.Length == 0)
            return node.Int("noop_with_empty_axes", 0) == 0 ? OfOne(node, x) : x;
        // Any, or all, of truth values.
        if (x.Type == DType.Bool && node.Operator is "ReduceMax" or "ReduceMin")
            x = x.Cast(DType.I32);
        var result = Over(node, x, axes, keep);
        return node.Value(0).Type == DType.Bool ? result.Cast(DType.Bool) : result;
    }

    private static Tensor Over(OnnxNode node, Tensor x, int[] axes, bool keep) => node.Operator switch
    {
        "ReduceL1" => x.NormL1(axes, keep),
        "ReduceL2" => x.NormL2(axes, keep),
        "ReduceLogSum" => x.LogSum(axes, keep),
        "ReduceLogSumExp" => x.LogSumExp(axes, keep),
        "ReduceMax" => x.Max(axes, keep),
        "ReduceMean" => x.Mean(axes, keep),
        "ReduceMin" => x.Min(axes, keep),
        "ReduceProd" => x.Prod(axes, keep),
        "ReduceSum" => x.Sum(axes, keep),
        _ => x.SumSquare(axes, keep),
    };

    private static Tensor OfOne(OnnxNode node, Tensor x) => node.Operator switch
    {
        "ReduceL1" or "ReduceL2" => x.Abs(),
        "ReduceLogSum" => x.Log(),
        "ReduceSumSquare" => x * x,
        _ => x,
    };
}
