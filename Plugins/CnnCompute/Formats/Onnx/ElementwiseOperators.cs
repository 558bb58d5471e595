// ONNX operators that work element by element, and those that are nothing at inference.
namespace CnnCompute;

internal static class ElementwiseOperators
{
    [OnnxOperator("Relu")]
    private static OnnxValue Relu(OnnxNode node) => node.Tensor(0).Relu();

    [OnnxOperator("Neg")]
    private static OnnxValue Neg(OnnxNode node) => -node.Tensor(0);

    [OnnxOperator("Add")]
    private static OnnxValue Add(OnnxNode node) => Operand(node, 0) + Operand(node, 1);

    [OnnxOperator("Sub")]
    private static OnnxValue Sub(OnnxNode node) => Operand(node, 0) - Operand(node, 1);

    [OnnxOperator("Mul")]
    private static OnnxValue Mul(OnnxNode node) => Operand(node, 0) * Operand(node, 1);

    [OnnxOperator("Div")]
    private static OnnxValue Div(OnnxNode node) => Operand(node, 0) / Operand(node, 1);

    [OnnxOperator("Identity")]
    private static OnnxValue Identity(OnnxNode node) => node.Value(0);

    [OnnxOperator("Dropout")]
    private static OnnxValue Dropout(OnnxNode node) => node.Value(0);

    [OnnxOperator("BatchNormalization")]
    private static OnnxValue BatchNormalization(OnnxNode node) => node.Int("training_mode", 0) == 0
        ? node.Tensor(0).BatchNormInference(node.Tensor(1), node.Tensor(2), node.Tensor(3), node.Tensor(4), node.Float("epsilon", 1e-5f))
        : throw node.Bad("training_mode is set; export the model in evaluation mode");

    /// <summary>
    /// An operand of an operator that broadcasts. Before opset 7 the second one was laid along the first from attribute axis on, only where attribute
    /// broadcast was set.
    /// </summary>
    public static Tensor Operand(OnnxNode node, int i)
    {
        var x = node.Tensor(i);
        if (node.Opset >= 7 || i != 1 || !node.HasAttribute("axis"))
            return x;
        var rank = node.Dims(0).Length;
        var behind = rank - node.Axis(node.Int("axis", 0), rank) - x.Shape.Rank;
        return behind < 0 ? throw node.Bad($"axis {node.Int("axis", 0)} for {x.Shape}") : x.Reshape(new Shape([.. x.Shape.ToArray(), .. Enumerable.Repeat(1, behind)]));
    }
}
