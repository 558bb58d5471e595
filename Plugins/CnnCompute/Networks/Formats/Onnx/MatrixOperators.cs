// ONNX's matrix products.
namespace CnnCompute;

internal static class MatrixOperators
{
    [OnnxOperator("Gemm")]
    private static OnnxValue Gemm(OnnxNode node) => node.Tensor(0).Gemm(
        node.Tensor(1), node.Has(2) ? node.Tensor(2) : null, node.Float("alpha", 1), node.Float("beta", 1), node.Int("transA", 0) != 0,
        node.Int("transB", 0) != 0);

    [OnnxOperator("MatMul")]
    private static OnnxValue MatMul(OnnxNode node) => node.Tensor(0).MatMul(node.Tensor(1));
}
