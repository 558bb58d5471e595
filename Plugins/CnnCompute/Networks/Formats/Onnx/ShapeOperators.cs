// ONNX operators that arrange elements, and those that tell sizes.
namespace CnnCompute;

internal static class ShapeOperators
{
    [OnnxOperator("Shape")]
    private static OnnxValue ShapeOf(OnnxNode node)
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
        return value.IsInteger
            ? throw node.Bad($"[{string.Join(",", dims)}] integers are too many")
            : node.Graph.Fill(new Shape(dims), (float)value[0]);
    }

    [OnnxOperator("Concat")]
    private static OnnxValue Concat(OnnxNode node)
    {
        // Parts without elements do not count.
        Tensor[] parts = [.. Enumerable.Range(0, node.Count).Where(i => !node.Dims(i).Contains(0)).Select(node.Tensor)];
        var axis = node.Int32("axis", 1);
        if (parts.Length == 0)
            throw node.Bad("it has no inputs with elements");
        return parts.Length == 1 ? parts[0] : Tensor.Concat(axis, parts);
    }

    [OnnxOperator("Flatten")]
    private static OnnxValue Flatten(OnnxNode node) =>
        node.Tensor(0).Reshape(new Shape(ShapeArguments.Matrix(node, node.Dims(0), node.Int("axis", 1))));

    [OnnxOperator("Reshape")]
    private static OnnxValue Reshape(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Reshape(node, node.Dims(0))));

    [OnnxOperator("Squeeze")]
    private static OnnxValue Squeeze(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Squeeze(node, node.Dims(0))));

    [OnnxOperator("Unsqueeze")]
    private static OnnxValue Unsqueeze(OnnxNode node) => node.Tensor(0).Reshape(new Shape(ShapeArguments.Unsqueeze(node, node.Dims(0))));

    [OnnxOperator("Transpose")]
    private static OnnxValue Transpose(OnnxNode node) => node.Tensor(0).Permute(ShapeArguments.Order(node, node.Dims(0).Length));

    [OnnxOperator("Expand")]
    private static OnnxValue Expand(OnnxNode node)
    {
        var (x, dims) = (node.Tensor(0), FoldIndex.Broadcast(node.Dims(0), ShapeArguments.Sizes(node, 1)));
        return dims.Contains(0) ? EmptyTensors.Of(x.Type, dims) : x.BroadcastTo(new Shape(dims));
    }

    [OnnxOperator("EyeLike")]
    private static OnnxValue EyeLike(OnnxNode node)
    {
        var (dims, diagonal) = (node.Dims(0), (int)Math.Clamp(node.Int("k", 0), -1 << 30, 1 << 30));
        if (dims.Length != 2)
            throw node.Bad($"a matrix is needed, not [{string.Join(",", dims)}]");
        var type = node.HasAttribute("dtype") ? ((OnnxType)node.Int("dtype", 0)).InGraph() : node.Value(0).Type;
        return dims.Contains(0) ? EmptyTensors.Of(type, dims) : node.Graph.Eye(dims[0], dims[1], diagonal, type);
    }

    [OnnxOperator("Slice")]
    private static OnnxValue Slice(OnnxNode node)
    {
        var x = node.Tensor(0);
        var slice = SliceArguments.Of(node, x.Shape.ToArray());
        if (slice.Lengths.Contains(0))
            return EmptyTensors.Of(x.Type, slice.Lengths);
        int[] axes = [.. Enumerable.Range(0, x.Shape.Rank).Where(i => slice.Lengths[i] != x.Shape[i] || slice.Steps[i] != 1)];
        // The last element taken, one step on; before the first element is written as far below it.
        long End(int i) => slice.Starts[i] + (long)slice.Steps[i] * slice.Lengths[i] is var end and >= 0 ? end : long.MinValue / 2;
        return x.Slice([.. axes.Select(i => (long)slice.Starts[i])], [.. axes.Select(End)], axes, [.. axes.Select(i => (long)slice.Steps[i])]);
    }

    [OnnxOperator("Tile")]
    private static OnnxValue Tile(OnnxNode node)
    {
        var x = node.Tensor(0);
        // Opset 1: one axis and one number of copies.
        if (node.Opset < 6)
        {
            var (axis, copies) = (node.Axis((long)node.One(2)[0], x.Shape.Rank), checked((int)node.One(1)[0]));
            return x.Tile([.. Enumerable.Range(0, x.Shape.Rank).Select(i => i == axis ? copies : 1)]);
        }
        var dims = ShapeArguments.Tiled(node, x.Shape.ToArray());
        return dims.Contains(0) ? EmptyTensors.Of(x.Type, dims) : x.Tile([.. dims.Select((d, i) => d / x.Shape[i])]);
    }

    [OnnxOperator("Pad")]
    private static OnnxValue Pad(OnnxNode node)
    {
        var x = node.Tensor(0);
        var mode = node.String("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Replicate,
            "wrap" => PadMode.Circular,
            var other => throw node.Bad($"mode {other}"),
        };
        return Padded(x, ShapeArguments.Pads(node, x.Shape.ToArray()), mode, node.Opset < 11 ? node.Float("value", 0) : node.Number(2, 0));
    }

    [OnnxOperator("CenterCropPad")]
    private static OnnxValue CenterCropPad(OnnxNode node) =>
        Padded(node.Tensor(0), ShapeArguments.CentrePads(node, node.Dims(0)), PadMode.Constant, 0);

    // Where paddings cut everything, nothing is left.
    private static OnnxValue Padded(Tensor x, (int[] Before, int[] After) pads, PadMode mode, double value)
    {
        long[] dims = [.. x.Shape.ToArray().Select((d, i) => (long)d + pads.Before[i] + pads.After[i])];
        return dims.Contains(0) && dims.All(d => d is >= 0 and <= Shape.MaxCount)
            ? EmptyTensors.Of(x.Type, [.. dims.Select(d => (int)d)])
            : x.Pad(pads.Before, pads.After, mode, value);
    }

    [OnnxOperator("Split")]
    private static OnnxValue[] Split(OnnxNode node)
    {
        var (x, (axis, lengths)) = (node.Tensor(0), ShapeArguments.Split(node, node.Dims(0)));
        var parts = new OnnxValue[lengths.Length];
        for (int i = 0, start = 0; i < parts.Length; start += lengths[i++])
        {
            parts[i] = lengths[i] > 0
                ? x.Slice(axis, start, lengths[i])
                : EmptyTensors.Of(x.Type, [.. x.Shape.ToArray().Select((d, a) => a == axis ? 0 : d)]);
        }
        return parts;
    }
}
