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
    private static OnnxValue Softmax(OnnxNode node) => Scores(node, (x, axis) => x.Softmax(axis));

    [OnnxOperator("LogSoftmax")]
    private static OnnxValue LogSoftmax(OnnxNode node) => Scores(node, (x, axis) => x.LogSoftmax(axis));

    // Before opset 13 all axes from the given one on were one.
    private static Tensor Scores(OnnxNode node, Func<Tensor, int, Tensor> apply)
    {
        var x = node.Tensor(0);
        return node.Opset >= 13
            ? apply(x, node.Axis(node.Int("axis", -1), x.Shape.Rank))
            : apply(x.Reshape(new Shape(ShapeArguments.Matrix(node, x.Shape.ToArray(), node.Int("axis", 1)))), 1).Reshape(x.Shape);
    }
}
