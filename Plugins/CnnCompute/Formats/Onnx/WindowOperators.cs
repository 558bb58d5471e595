// ONNX operators that slide a window: convolution and pooling.
namespace CnnCompute;

internal static class WindowOperators
{
    [OnnxOperator("Conv")]
    private static OnnxValue Conv(OnnxNode node)
    {
        Tensor x = node.Tensor(0), weight = node.Tensor(1);
        var w = WindowAttributes.Of(node, x.Shape, weight.Shape.Rank == 4 ? [weight.Shape[2], weight.Shape[3]] : []);
        var y = x.Conv2d(weight, new ConvGeometry(w.Stride.H, w.Stride.W, w.Top, w.Left, w.Bottom, w.Right, w.Dilation.H, w.Dilation.W, (int)node.Int("group", 1)));
        return node.Has(2) ? y + node.Tensor(2).Reshape(weight.Shape[0], 1, 1) : y;
    }

    [OnnxOperator("MaxPool")]
    private static OnnxValue MaxPool(OnnxNode node)
    {
        var x = node.Tensor(0);
        return x.MaxPool2d(WindowAttributes.Of(node, x.Shape, node.Ints("kernel_shape", 2, 1)).Pool(node));
    }

    [OnnxOperator("AveragePool")]
    private static OnnxValue AveragePool(OnnxNode node)
    {
        var x = node.Tensor(0);
        return x.AvgPool2d(WindowAttributes.Of(node, x.Shape, node.Ints("kernel_shape", 2, 1)).Pool(node), node.Int("count_include_pad", 0) != 0);
    }

    [OnnxOperator("GlobalAveragePool")]
    private static OnnxValue GlobalAveragePool(OnnxNode node) => node.Tensor(0).GlobalAvgPool();
}
