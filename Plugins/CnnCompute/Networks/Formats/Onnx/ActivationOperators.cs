// ONNX operators of one operand: activations and functions.
namespace CnnCompute;

internal static class ActivationOperators
{
    [OnnxOperator("Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Erf", "Exp", "Floor", "HardSwish",
        "IsNaN", "Log", "Mish", "Neg",
        "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh")]
    private static OnnxValue Function(OnnxNode node)
    {
        var x = node.Tensor(0);
        return node.Operator switch
        {
            "Abs" => x.Abs(),
            "Acos" => x.Acos(),
            "Acosh" => x.Acosh(),
            "Asin" => x.Asin(),
            "Asinh" => x.Asinh(),
            "Atan" => x.Atan(),
            "Atanh" => x.Atanh(),
            "Ceil" => x.Ceil(),
            "Cos" => x.Cos(),
            "Cosh" => x.Cosh(),
            "Erf" => x.Erf(),
            "Exp" => x.Exp(),
            "Floor" => x.Floor(),
            "HardSwish" => x.Hardswish(),
            "IsNaN" => x.IsNan(),
            "Log" => x.Log(),
            "Mish" => x.Mish(),
            "Neg" => x.Neg(),
            "Reciprocal" => x.Reciprocal(),
            "Relu" => x.Relu(),
            "Round" => x.Round(),
            "Sigmoid" => x.Sigmoid(),
            "Sign" => x.Sign(),
            "Sin" => x.Sin(),
            "Sinh" => x.Sinh(),
            "Softplus" => x.Softplus(),
            "Softsign" => x.Softsign(),
            "Sqrt" => x.Sqrt(),
            "Tan" => x.Tan(),
            _ => x.Tanh(),
        };
    }

    [OnnxOperator("LeakyRelu")]
    private static OnnxValue LeakyRelu(OnnxNode node) => node.Tensor(0).LeakyRelu(node.Float("alpha", 0.01f));

    [OnnxOperator("Elu")]
    private static OnnxValue Elu(OnnxNode node) => node.Tensor(0).Elu(node.Float("alpha", 1));

    [OnnxOperator("Celu")]
    private static OnnxValue Celu(OnnxNode node) => node.Tensor(0).Celu(node.Float("alpha", 1));

    // The defaults had fewer digits before opset 6.
    [OnnxOperator("Selu")]
    private static OnnxValue Selu(OnnxNode node) => node.Opset >= 6
        ? node.Tensor(0).Selu(node.Float("alpha", 1.6732632f), node.Float("gamma", 1.0507010f))
        : node.Tensor(0).Selu(node.Float("alpha", 1.6732f), node.Float("gamma", 1.0507f));

    [OnnxOperator("Gelu")]
    private static OnnxValue Gelu(OnnxNode node) => node.Tensor(0).Gelu(node.String("approximate", "none") == "tanh");

    [OnnxOperator("Swish")]
    private static OnnxValue Swish(OnnxNode node) => Swish(node.Tensor(0), node.Float("alpha", 1));

    [OnnxOperator("SwiGLU")]
    private static OnnxValue SwiGlu(OnnxNode node) => Swish(node.Tensor(0), node.Float("alpha", 1)) * node.Tensor(1);

    private static Tensor Swish(Tensor x, float alpha) => alpha == 1 ? x.Silu() : x * x.Scale(alpha).Sigmoid();

    [OnnxOperator("HardSigmoid")]
    private static OnnxValue HardSigmoid(OnnxNode node) => node.Tensor(0).Hardsigmoid(node.Float("alpha", 0.2f), node.Float("beta", 0.5f));

    [OnnxOperator("ThresholdedRelu")]
    private static OnnxValue ThresholdedRelu(OnnxNode node) => node.Tensor(0).Threshold(node.Float("alpha", 1));

    [OnnxOperator("Shrink")]
    private static OnnxValue Shrink(OnnxNode node) => node.Tensor(0).Shrink(node.Float("lambd", 0.5f), node.Float("bias", 0));

    [OnnxOperator("IsInf")]
    private static OnnxValue IsInf(OnnxNode node) => node.Tensor(0).IsInf(node.Int("detect_negative", 1) != 0, node.Int("detect_positive", 1) != 0);

    [OnnxOperator("Softmax")]
    private static OnnxValue Softmax(OnnxNode node) => Scores(node, (x, axis) => x.Softmax(axis));

    [OnnxOperator("LogSoftmax")]
    private static OnnxValue LogSoftmax(OnnxNode node) => Scores(node, (x, axis) => x.LogSoftmax(axis));

    /// <summary>Applies what works along one axis; before opset 13 all axes from the given one on were one.</summary>
    public static Tensor Scores(OnnxNode node, Func<Tensor, int, Tensor> apply)
    {
        var x = node.Tensor(0);
        return node.Opset >= 13
            ? apply(x, node.Axis(node.Int("axis", -1), x.Shape.Rank))
            : apply(x.Reshape(new Shape(ShapeArguments.Matrix(node, x.Shape.ToArray(), node.Int("axis", 1)))), 1).Reshape(x.Shape);
    }
}
