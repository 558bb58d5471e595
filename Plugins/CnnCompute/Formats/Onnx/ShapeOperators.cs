// ONNX operators that arrange elements, and those that tell sizes.
namespace CnnCompute;

internal static class ShapeOperators
{
    [OnnxOperator("Shape")]
    private static OnnxValue Shape(OnnxNode node)
    {
        var dims = node.Dims(0);
        long Clamped(long i) => Math.Clamp(i < 0 ? i + dims.Length : i, 0, dims.Length);
        var (start, end) = ((int)Clamped(node.Int("start", 0)), (int)Clamped(node.Int("end", dims.Length)));
        return OnnxArray.Of([.. dims[start..Math.Max(start, end)].Select(d => (long)d)]);
    }

    [OnnxOperator("Size")]
    private static OnnxValue Size(OnnxNode node) => OnnxArray.Of([node.Dims(0).Aggregate(1L, (n, d) => n * d)], []);

    [OnnxOperator("ConstantOfShape")]
    private static OnnxValue ConstantOfShape(OnnxNode node)
    {
        var (dims, value) = (ShapeArguments.Sizes(node, 0), node.Array("value") ?? new OnnxArray(OnnxType.Float, [1], [0f]));
        if (value.Count != 1)
            throw node.Bad($"value [{string.Join(",", value.Dims)}] must be one number");
        var count = dims.Aggregate(1L, (n, d) => Math.Min(n * d, int.MaxValue));
        if (count <= OnnxImport.MostFolded)
            return value.Reshape([1]).Pick(dims, new int[count]);
        return value.IsInteger ? throw node.Bad($"[{string.Join(",", dims)}] integers are too many") : node.Graph.Fill(new Shape(dims), (float)value[0]);
    }

    [OnnxOperator("Concat")]
    private static OnnxValue Concat(OnnxNode node)
    {
        // Parts without elements do not count.
        Tensor[] parts = [.. Enumerable.Range(0, node.Count).Where(i => !node.Dims(i).Contains(0)).Select(node.Tensor)];
        var axis = (int)node.Int("axis", 1);
        return parts.Length == 1 ? parts[0] : Tensor.Concat(axis, parts);
    }

    [OnnxOperator("Flatten")]
    private static OnnxValue Flatten(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Matrix(node, node.Dims(0), node.Int("axis", 1))));

    [OnnxOperator("Reshape")]
    private static OnnxValue Reshape(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Reshape(node, node.Dims(0))));

    [OnnxOperator("Squeeze")]
    private static OnnxValue Squeeze(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Squeeze(node, node.Dims(0))));

    [OnnxOperator("Unsqueeze")]
    private static OnnxValue Unsqueeze(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Unsqueeze(node, node.Dims(0))));

    [OnnxOperator("Transpose")]
    private static OnnxValue Transpose(OnnxNode node) => node.Tensor(0).Permute(ShapeArguments.Order(node, node.Dims(0).Length));

    [OnnxOperator("Expand")]
    private static OnnxValue Expand(OnnxNode node) =>
        node.Tensor(0).BroadcastTo(new Shape(FoldIndex.Broadcast(node.Dims(0), ShapeArguments.Sizes(node, 1))));

    [OnnxOperator("Split")]
    private static OnnxValue[] Split(OnnxNode node)
    {
        var (x, (axis, lengths)) = (node.Tensor(0), ShapeArguments.Split(node, node.Dims(0)));
        var parts = new OnnxValue[lengths.Length];
        for (int i = 0, start = 0; i < parts.Length; start += lengths[i++])
            parts[i] = lengths[i] > 0 ? x.Slice(axis, start, lengths[i]) : Empty(x, axis);
        return parts;
    }

    /// <summary>An array without elements, with the sizes of <paramref name="x"/> but 0 along an axis.</summary>
    public static OnnxArray Empty(Tensor x, int axis)
    {
        var dims = x.Shape.ToArray();
        dims[axis] = 0;
        return x.Type == DType.F32 ? new OnnxArray(OnnxType.Float, dims, Array.Empty<float>())
            : new OnnxArray(x.Type == DType.Bool ? OnnxType.Bool : OnnxType.Int64, dims, Array.Empty<long>());
    }
}
