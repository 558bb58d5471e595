// Matrix products and softmax, as ONNX nodes.
namespace CnnCompute;

internal static class MatrixExporters
{
    [OnnxExporter]
    private static void MatMul(OnnxWriter w, MatMulOp op, Node node)
    {
        if (node.Shape.Rank == 2)
        {
            w.Result(node, "Gemm", [w.In(node, 0), w.In(node, 1)], ("transA", op.TransA), ("transB", op.TransB));
            return;
        }
        string Operand(int i, bool transpose) => transpose ? w.Value("Transpose", [w.In(node, i)], ("perm", new[] { 0, 2, 1 })) : w.In(node, i);
        w.Result(node, "MatMul", [Operand(0, op.TransA), Operand(1, op.TransB)]);
    }

    [OnnxExporter]
    private static void Softmax(OnnxWriter w, SoftmaxOp op, Node node) => w.Result(node, "Softmax", [w.In(node, 0)], ("axis", op.Axis));

    [OnnxExporter]
    private static void LogSoftmax(OnnxWriter w, LogSoftmaxOp op, Node node) => w.Result(node, "LogSoftmax", [w.In(node, 0)], ("axis", op.Axis));
}
