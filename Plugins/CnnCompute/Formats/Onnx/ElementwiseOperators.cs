// ONNX operators that work element by element, and those that are nothing at inference.
namespace CnnCompute;

internal static class ElementwiseOperators
{
    [OnnxOperator("Relu")]
    private static OnnxValue Relu(OnnxNode node) => node.Tensor(0).Relu();

    [OnnxOperator("Add")]
    private static OnnxValue Add(OnnxNode node) => node.Tensor(0) + node.Tensor(1);

    // Dropout does nothing at inference.
    [OnnxOperator("Identity", "Dropout")]
    private static OnnxValue Identity(OnnxNode node) => node.Value(0);

    [OnnxOperator("BatchNormalization")]
    private static OnnxValue BatchNormalization(OnnxNode node) => node.Int("training_mode", 0) == 0
        ? node.Tensor(0).BatchNormInference(node.Tensor(1), node.Tensor(2), node.Tensor(3), node.Tensor(4), node.Float("epsilon", 1e-5f))
        : throw node.Bad("training_mode is set; export the model in evaluation mode");
}
