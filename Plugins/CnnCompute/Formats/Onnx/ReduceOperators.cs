// ONNX operators that reduce axes.
namespace CnnCompute;

internal static class ReduceOperators
{
    [OnnxOperator("ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceSumSquare")]
    private static OnnxValue Reduce(OnnxNode node)
    {
        var x = node.Tensor(0);
        var (axes, keep) = ShapeArguments.Reduced(node, x.Shape.Rank);
        // An empty list of axes would mean all of them.
        if (axes.Length == 0)
            return x;
        return node.Operator switch
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
    }
}
