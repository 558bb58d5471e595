// ONNX's pools, of one to three dimensions.
namespace CnnCompute;

internal static class PoolOperators
{
    [OnnxOperator("MaxPool")]
    private static OnnxValue[] MaxPool(OnnxNode node)
    {
        var x = node.Tensor(0);
        var window = WindowArguments.Pool(node, x.Shape);
        // The kernel compares floats.
        var (type, floats) = (x.Type, x.Cast(DType.F32));
        var y = Pooled(node, floats, window, (t, w) => t.MaxPool2d(w)).Cast(type);
        if (!node.Wants(1))
            return [y];
        if (window.Rank == 3)
            throw node.Bad("indices of maxima in three dimensions are not supported");
        var index = node.Int("storage_order", 0) == 0 ? PoolIndex.Tensor : PoolIndex.TensorColumns;
        return [y, Pooled(node, floats, window, (t, w) => t.MaxPool2dIndices(w, index))];
    }

    [OnnxOperator("AveragePool")]
    private static OnnxValue AveragePool(OnnxNode node)
    {
        var (x, include) = (node.Tensor(0), node.Int("count_include_pad", 0) != 0);
        return Pooled(node, x, WindowArguments.Pool(node, x.Shape), (t, w) => t.AvgPool2d(w, include));
    }

    [OnnxOperator("LpPool")]
    private static OnnxValue LpPool(OnnxNode node)
    {
        var (x, p) = (node.Tensor(0), node.Opset < 2 ? node.Float("p", 2) : node.Int("p", 2));
        return Pooled(node, x, WindowArguments.Pool(node, x.Shape), (t, w) => t.LpPool2d(p, w));
    }

    // Indices count through the whole tensor of the size that the window implies; a larger output_shape adds zeros behind.
    [OnnxOperator("MaxUnpool")]
    private static OnnxValue MaxUnpool(OnnxNode node)
    {
        var (x, indices) = (node.Tensor(0), node.Tensor(1));
        var w = WindowArguments.Pool(node, x.Shape);
        if (w.Rank > 2)
            throw node.Bad($"input {x.Shape}: one and two dimensions are supported");
        int[] sizes = [.. Enumerable.Range(0, w.Rank)
            .Select(i => checked((int)((x.Shape[i + 2] - 1L) * w.Strides[i] - w.Begins[i] - w.Ends[i] + w.Kernel[i])))];
        if (sizes.Any(s => s < 1))
            throw node.Bad($"the window leaves {string.Join("x", sizes)} outputs of {x.Shape}");
        int height = w.Rank == 1 ? 1 : sizes[0], width = sizes[^1];
        var plane = indices.Remainder(node.Graph.Fill(Shape.Scalar, checked(height * width), DType.I32));
        var y = w.Rank == 1 ? x.Unsqueeze(2).MaxUnpool2d(plane.Unsqueeze(2), 1, width).Squeeze(2) : x.MaxUnpool2d(plane, height, width);
        if (!node.Has(2))
            return y;
        var wanted = ShapeArguments.Sizes(node, 2);
        return wanted.Length == y.Shape.Rank
            ? y.Pad(new int[wanted.Length], [.. wanted.Select((size, i) => size - y.Shape[i])])
            : throw node.Bad($"output_shape [{string.Join(",", wanted)}] for {y.Shape}");
    }

    [OnnxOperator("GlobalAveragePool")]
    private static OnnxValue GlobalAveragePool(OnnxNode node) =>
        node.Tensor(0) is { Shape.Rank: 4 } x ? x.GlobalAvgPool() : node.Tensor(0).Mean(Pixels(node), keepDim: true);

    [OnnxOperator("GlobalMaxPool")]
    private static OnnxValue GlobalMaxPool(OnnxNode node) => node.Tensor(0).Max(Pixels(node), keepDim: true);

    [OnnxOperator("GlobalLpPool")]
    private static OnnxValue GlobalLpPool(OnnxNode node) => (node.Opset < 2 ? node.Float("p", 2) : node.Int("p", 2)) switch
    {
        1 => node.Tensor(0).NormL1(Pixels(node), keepDim: true),
        2 => node.Tensor(0).NormL2(Pixels(node), keepDim: true),
        var p => node.Tensor(0).Abs().Pow(p).Sum(Pixels(node), keepDim: true).Pow(1 / p),
    };

    // One dimension is a row; the third one is pooled after the other two: maxima, means and norms allow that.
    private static Tensor Pooled(OnnxNode node, Tensor x, WindowArguments w, Func<Tensor, PoolWindow, Tensor> pool)
    {
        var (ceil, s) = (node.Int("ceil_mode", 0) != 0, x.Shape);
        PoolWindow Window(int row, int column) => PoolWindow.Onnx(
            (At(w.Kernel, row), At(w.Kernel, column)), (At(w.Strides, row), At(w.Strides, column)), (At(w.Dilations, row), At(w.Dilations, column)),
            (At(w.Begins, row, 0), At(w.Begins, column, 0), At(w.Ends, row, 0), At(w.Ends, column, 0)), ceil);
        if (w.Rank == 2)
            return pool(x, Window(0, 1));
        if (w.Rank == 1)
            return pool(x.Unsqueeze(2), Window(-1, 0)).Squeeze(2);
        var planes = pool(x.Reshape(checked(s[0] * s[1] * s[2]), 1, s[3], s[4]), Window(1, 2));
        int rows = planes.Shape[2], columns = planes.Shape[3];
        var depths = pool(planes.Reshape(s[0] * s[1], 1, s[2], rows * columns), Window(0, -1));
        return depths.Reshape(s[0], s[1], depths.Shape[2], rows, columns);
    }

    private static int At(int[] numbers, int i, int otherwise = 1) => i < 0 ? otherwise : numbers[i];

    private static int[] Pixels(OnnxNode node) => node.Dims(0).Length > 2
        ? [.. Enumerable.Range(2, node.Dims(0).Length - 2)]
        : throw node.Bad($"input [{string.Join(",", node.Dims(0))}] has no pixels");
}
