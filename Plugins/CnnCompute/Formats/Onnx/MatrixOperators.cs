// ONNX operators for matrix products and scores.
namespace CnnCompute;

internal static class MatrixOperators
{
    [OnnxOperator("Gemm")]
    private static OnnxValue Gemm(OnnxNode node)
    {
        var y = node.Tensor(0).MatMul(node.Tensor(1), node.Int("transA", 0) != 0, node.Int("transB", 0) != 0).Scale(node.Float("alpha", 1));
        return node.Has(2) ? y + node.Tensor(2).Scale(node.Float("beta", 1)) : y;
    }

    [OnnxOperator("MatMul")]
    private static OnnxValue MatMul(OnnxNode node) => node.Tensor(0).MatMul(node.Tensor(1));

    [OnnxOperator("Softmax")]
    private static OnnxValue Softmax(OnnxNode node)
    {
        var x = node.Tensor(0);
        if (node.Opset >= 13)
            return x.Softmax((int)node.Int("axis", -1));
        // Before opset 13 all axes from the given one on were one.
        var axis = (int)node.Int("axis", 1);
        return ShapeOperators.Matrix(node, x, axis).Softmax(1).Reshape(x.Shape);
    }
}
