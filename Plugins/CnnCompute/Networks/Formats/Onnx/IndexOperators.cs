// ONNX operators that pick, place or rank elements by index.
namespace CnnCompute;

internal static class IndexOperators
{
    [OnnxOperator("Gather")]
    private static OnnxValue Gather(OnnxNode node)
    {
        var x = node.Tensor(0);
        var axis = node.Axis(node.Int("axis", 0), x.Shape.Rank);
        // One known index is a slice; a list without indices gives nothing.
        if (node.Value(1) is { IsKnown: true } known && known.Known is { Integers: { } indices } array)
        {
            if (array.Count == 0)
                return EmptyTensors.Of(x.Type, [.. x.Shape.ToArray()[..axis], .. array.Dims, .. x.Shape.ToArray()[(axis + 1)..]]);
            if (indices.FirstOrDefault(i => i < -x.Shape[axis] || i >= x.Shape[axis]) is var bad && (bad < -x.Shape[axis] || bad >= x.Shape[axis]))
                throw node.Bad($"index {bad} of axis {axis} of {x.Shape}");
            if (array.Dims.Length == 0)
                return x.Slice(axis, (int)indices[0], 1).Squeeze(axis);
        }
        return x.Gather(axis, node.Tensor(1));
    }

    [OnnxOperator("GatherElements")]
    private static OnnxValue GatherElements(OnnxNode node) =>
        node.Tensor(0).GatherElements(node.Axis(node.Int("axis", 0), node.Dims(0).Length), node.Tensor(1));

    [OnnxOperator("GatherND")]
    private static OnnxValue GatherNd(OnnxNode node) => node.Tensor(0).GatherNd(node.Tensor(1), node.Int32("batch_dims", 0));

    [OnnxOperator("ScatterElements", "Scatter")]
    private static OnnxValue ScatterElements(OnnxNode node) => node.Dims(1).Contains(0)
        ? node.Value(0)
        : node.Tensor(0).ScatterElements(node.Axis(node.Int("axis", 0), node.Dims(0).Length), node.Tensor(1), node.Tensor(2), Reduction(node));

    [OnnxOperator("ScatterND")]
    private static OnnxValue ScatterNd(OnnxNode node) => node.Dims(1).Contains(0)
        ? node.Value(0)
        : node.Tensor(0).ScatterNd(node.Tensor(1), node.Tensor(2), Reduction(node));

    [OnnxOperator("ArgMax", "ArgMin")]
    private static OnnxValue Extremum(OnnxNode node)
    {
        var x = node.Tensor(0);
        var (axis, keep, last) = (node.Axis(node.Int("axis", 0), x.Shape.Rank), node.Int("keepdims", 1) != 0, node.Int("select_last_index", 0) != 0);
        return node.Operator == "ArgMax" ? x.ArgMax(axis, keep, last) : x.ArgMin(axis, keep, last);
    }

    [OnnxOperator("TopK")]
    private static OnnxValue[] TopK(OnnxNode node)
    {
        var x = node.Tensor(0);
        var k = node.Opset < 10 ? node.Int("k", 1) : (long)node.Number(1, 1);
        if (k is < 0 or > int.MaxValue)
            throw node.Bad($"k {k}");
        if (k == 0)
        {
            var (none, of) = (x.Shape.ToArray(), node.Axis(node.Int("axis", -1), x.Shape.Rank));
            none[of] = 0;
            return [EmptyTensors.Of(x.Type, none), EmptyTensors.Of(DType.I32, none)];
        }
        var (values, indices) = x.TopK((int)k, node.Axis(node.Int("axis", -1), x.Shape.Rank), node.Int("largest", 1) != 0);
        return [values, indices];
    }

    [OnnxOperator("OneHot")]
    private static OnnxValue OneHot(OnnxNode node)
    {
        var (depth, values) = (node.Number(1, 0), node.Known(2));
        if (depth is not (>= 1 and <= int.MaxValue) || values.Count != 2)
            throw node.Bad($"depth {depth} and {values.Count} values");
        var indices = node.Tensor(0).Cast(DType.I32);
        return indices.OneHot((int)depth, node.Axis(node.Int("axis", -1), indices.Shape.Rank + 1), (float)values[1], (float)values[0], values.Type);
    }

    [OnnxOperator("Hardmax")]
    private static OnnxValue Hardmax(OnnxNode node) => ActivationOperators.Scores(node, (x, axis) => x.Hardmax(axis));

    [OnnxOperator("CumSum")]
    private static OnnxValue CumSum(OnnxNode node) =>
        node.Tensor(0).CumSum(node.Axis((long)node.Number(1, 0), node.Dims(0).Length), node.Int("exclusive", 0) != 0, node.Int("reverse", 0) != 0);

    // As many products as the axis has elements: no kernel of its own for what few nets use.
    [OnnxOperator("CumProd")]
    private static OnnxValue CumProd(OnnxNode node)
    {
        const int Longest = 256;
        var (x, exclusive, reverse) = (node.Tensor(0), node.Int("exclusive", 0) != 0, node.Int("reverse", 0) != 0);
        var axis = node.Axis((long)node.Number(1, 0), x.Shape.Rank);
        var length = x.Shape[axis];
        if (length > Longest)
            throw node.Bad($"axis {axis} of {x.Shape} has {length} elements; up to {Longest} are multiplied");
        var (parts, product) = (new Tensor[length], x.Graph.Fill(x.Shape.With(axis, 1), 1, x.Type));
        for (var i = 0; i < length; i++)
        {
            var at = reverse ? length - 1 - i : i;
            var next = product * x.Slice(axis, at, 1);
            (parts[at], product) = (exclusive ? product : next, next);
        }
        return Tensor.Concat(axis, parts);
    }

    [OnnxOperator("Trilu")]
    private static OnnxValue Trilu(OnnxNode node)
    {
        var (x, diagonal) = (node.Value(0), (int)Math.Clamp(node.Number(1, 0), -1e9, 1e9));
        if (x.Dims.Contains(0))
            return x;
        return node.Int("upper", 1) != 0 ? node.Tensor(0).Triu(diagonal) : node.Tensor(0).Tril(diagonal);
    }

    private static ScatterReduction Reduction(OnnxNode node) => node.String("reduction", "none") switch
    {
        "none" => ScatterReduction.None,
        "add" => ScatterReduction.Add,
        "mul" => ScatterReduction.Mul,
        "max" => ScatterReduction.Max,
        "min" => ScatterReduction.Min,
        var other => throw node.Bad($"reduction {other}"),
    };
}
