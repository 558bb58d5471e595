// Operators on tensors without elements: what they give is known at import, and no device holds such a tensor.
namespace CnnCompute;

/// <summary>Results of nodes one of whose inputs has a dimension of 0, where no fold of theirs gives them.</summary>
internal static class EmptyTensors
{
    private static readonly HashSet<string>
        // The result has the sizes of input 0.
        Same = Words("Abs Acos Acosh Asin Asinh Atan Atanh BatchNormalization Ceil Celu Clip Cos Cosh CumProd CumSum Elu Erf Exp Floor Gelu "
            + "GroupNormalization Hardmax HardSigmoid HardSwish InstanceNormalization LayerNormalization LeakyRelu Log LogSoftmax "
            + "LpNormalization LRN MeanVarianceNormalization Mish Neg PRelu Reciprocal Relu RMSNormalization Round ScatterElements ScatterND Scatter "
            + "Selu Shrink Sigmoid Sign Sin Sinh Softmax Softplus Softsign Sqrt SwiGLU Swish Tan Tanh ThresholdedRelu"),
        Truths = Words("IsInf IsNaN Not"),
        Broadcasting = Words("Add Div Max Mean Min Mod Mul Pow Sub Sum Where"),
        Comparing = Words("And Equal Greater GreaterOrEqual Less LessOrEqual Or Xor"),
        Batches = Words("AveragePool Col2Im Conv ConvTranspose DepthToSpace GlobalAveragePool GlobalLpPool GlobalMaxPool GridSample LpPool MaxPool "
            + "MaxUnpool Resize SpaceToDepth Upsample");

    /// <summary>Whether an operator treats the elements of its first axis one by one.</summary>
    public static bool WorksOnBatches(string name) => Batches.Contains(name);

    /// <summary>An array of a type without elements.</summary>
    public static OnnxArray Of(DType type, int[] dims) => type == DType.F32
        ? new OnnxArray(OnnxType.Float, dims, Array.Empty<float>())
        : new OnnxArray(type == DType.Bool ? OnnxType.Bool : OnnxType.Int64, dims, Array.Empty<long>());

    /// <summary>What the node gives; null where it is none of those that are known here.</summary>
    public static OnnxValue[]? Evaluate(OnnxNode node)
    {
        var (name, x) = (node.Operator, node.Dims(0));
        if (Broadcasting.Contains(name) || Comparing.Contains(name))
        {
            var type = Comparing.Contains(name) ? DType.Bool : node.Value(name == "Where" ? 1 : 0).Type;
            return [Of(type, FoldIndex.Broadcast([.. Enumerable.Range(0, node.Count).Select(node.Dims)]))];
        }
        if (name is "MatMul" or "Gemm")
            return [name == "MatMul" ? Product(node, x, node.Dims(1)) : Affine(node, x, node.Dims(1))];
        if (name is "GatherElements" or "GatherND")
            return node.Dims(1).Contains(0) ? [Of(node.Value(0).Type, Gathered(node, x, node.Dims(1)))] : null;
        if (!x.Contains(0))
            return null;
        if (name.StartsWith("Reduce", StringComparison.Ordinal))
            return [Reduced(node, x)];
        return name switch
        {
            _ when Same.Contains(name) => [Of(node.Value(0).Type, x)],
            _ when Truths.Contains(name) => [Of(DType.Bool, x)],
            "CastLike" => [Of(node.Value(1).Type, x)],
            "ArgMax" or "ArgMin" => [Extremum(node, x)],
            "TopK" => Ranked(node, x),
            "OneHot" => [Of(node.Known(2).Type, Marked(node, x))],
            "Pad" or "CenterCropPad" => [Padded(node, x)],
            _ => null,
        };
    }

    private static HashSet<string> Words(string list) => [.. list.Split(' ')];

    // One value everywhere, or nothing; what an integer cannot be is the nearest that it can.
    private static OnnxValue Filled(OnnxNode node, int[] dims, double value, OnnxType type)
    {
        if (dims.Contains(0))
            return Of(type.InGraph(), dims);
        if (type.IsFloat())
            return node.Graph.Fill(new Shape(dims), (float)value);
        var (low, high) = type.Range();
        var whole = value <= low ? low : value >= high ? high : (long)value;
        return new OnnxArray(type, [1], [whole]).Pick(dims, new int[FoldIndex.Count(dims)]);
    }

    // Over nothing: the neutral element.
    private static OnnxValue Reduced(OnnxNode node, int[] x)
    {
        var (axes, keep) = ShapeArguments.Reduced(node, x.Length);
        var type = node.Known(0).ElementType;
        if (axes.Length == 0)
            return Of(type.InGraph(), x);
        int[] dims = [.. x.Select((d, i) => axes.Contains(i) ? 1 : d).Where((_, i) => keep || !axes.Contains(i))];
        var value = node.Operator switch
        {
            "ReduceProd" => 1,
            "ReduceMin" => double.PositiveInfinity,
            "ReduceMax" or "ReduceLogSum" or "ReduceLogSumExp" => double.NegativeInfinity,
            "ReduceMean" => double.NaN,
            _ => 0,
        };
        if (!type.IsFloat() && double.IsNaN(value))
            throw node.Bad("the mean of no integers");
        return Filled(node, dims, value, type);
    }

    private static OnnxValue Product(OnnxNode node, int[] a, int[] b)
    {
        if (a.Length == 0 || b.Length == 0 || a[^1] != b[Math.Max(0, b.Length - 2)])
            throw node.Bad($"[{string.Join(",", a)}] times [{string.Join(",", b)}]");
        var outer = FoldIndex.Broadcast(a[..Math.Max(0, a.Length - 2)], b[..Math.Max(0, b.Length - 2)]);
        return Filled(node, [.. outer, .. a.Length > 1 ? a[^2..^1] : [], .. b.Length > 1 ? b[^1..] : []], 0,
            node.Value(0).Type == DType.F32 ? OnnxType.Float : OnnxType.Int64);
    }

    private static OnnxValue Affine(OnnxNode node, int[] a, int[] b)
    {
        var (left, right) = (node.Int("transA", 0) != 0, node.Int("transB", 0) != 0);
        if (a.Length != 2 || b.Length != 2 || a[left ? 0 : 1] != b[right ? 1 : 0])
            throw node.Bad($"[{string.Join(",", a)}] times [{string.Join(",", b)}]");
        int[] dims = [a[left ? 1 : 0], b[right ? 0 : 1]];
        return dims.Contains(0) || !node.Has(2)
            ? Filled(node, dims, 0, node.Value(0).Type == DType.F32 ? OnnxType.Float : OnnxType.Int64)
            : node.Tensor(2).Scale(node.Float("beta", 1)).BroadcastTo(new Shape(dims));
    }

    private static int[] Gathered(OnnxNode node, int[] x, int[] indices)
    {
        if (node.Operator == "GatherElements")
            return indices;
        var (batch, depth) = (node.Int32("batch_dims", 0), indices.Length > 0 ? indices[^1] : 0);
        return batch >= 0 && batch + depth <= x.Length
            ? [.. indices[..^1], .. x[(batch + depth)..]]
            : throw node.Bad($"indices [{string.Join(",", indices)}] into [{string.Join(",", x)}]");
    }

    private static OnnxValue Extremum(OnnxNode node, int[] x)
    {
        var axis = node.Axis(node.Int("axis", 0), x.Length);
        if (x[axis] == 0)
            throw node.Bad($"no elements along axis {axis} of [{string.Join(",", x)}]");
        return Of(DType.I32, [.. x.Select((d, i) => i == axis ? 1 : d).Where((_, i) => i != axis || node.Int("keepdims", 1) != 0)]);
    }

    private static OnnxValue[] Ranked(OnnxNode node, int[] x)
    {
        var (axis, k) = (node.Axis(node.Int("axis", -1), x.Length), node.Opset < 10 ? node.Int("k", 1) : (long)node.Number(1, 1));
        if (k < 0 || k > x[axis])
            throw node.Bad($"k {k} of [{string.Join(",", x)}]");
        int[] dims = [.. x.Select((d, i) => i == axis ? (int)k : d)];
        return [Of(node.Value(0).Type, dims), Of(DType.I32, dims)];
    }

    private static int[] Marked(OnnxNode node, int[] x)
    {
        var (axis, dims) = (node.Axis(node.Int("axis", -1), x.Length + 1), x.ToList());
        dims.Insert(axis, (int)node.Number(1, 0) is > 0 and var depth ? depth : throw node.Bad($"depth {node.Number(1, 0)}"));
        return [.. dims];
    }

    private static OnnxValue Padded(OnnxNode node, int[] x)
    {
        var (before, after) = node.Operator == "Pad" ? ShapeArguments.Pads(node, x) : ShapeArguments.CentrePads(node, x);
        if (node.String("mode", "constant") != "constant")
            throw node.Bad($"mode {node.String("mode", "")} of [{string.Join(",", x)}], which has nothing to repeat");
        int[] dims = [.. x.Select((d, i) => d + before[i] + after[i])];
        if (dims.Any(d => d < 0))
            throw node.Bad($"pads leave [{string.Join(",", dims)}] of [{string.Join(",", x)}]");
        var value = node.Operator != "Pad" ? 0 : node.Opset < 11 ? node.Float("value", 0) : node.Number(2, 0);
        return Filled(node, dims, value, node.Known(0).ElementType);
    }
}
