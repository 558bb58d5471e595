// Elementwise ops of one operand, as ONNX nodes.
namespace CnnCompute;

internal static class UnaryExporters
{
    // What ONNX calls otherwise, or says in several nodes; all others have our name there.
    [OnnxExporter]
    private static void Unary(OnnxWriter w, UnaryOp op, Node node)
    {
        var x = w.In(node, 0);
        switch (op)
        {
            case ClampOp clamp:
                Clip(w, node, clamp.Min, clamp.Max);
                break;
            case HardtanhOp hardtanh:
                Clip(w, node, hardtanh.Min, hardtanh.Max);
                break;
            case EluOp { InputScale: 1 } elu:
                w.Result(node, "Selu", [x], ("alpha", elu.Alpha), ("gamma", elu.Scale));
                break;
            case EluOp { Scale: 1 } celu when Math.Abs(celu.Alpha * celu.InputScale - 1) < 1e-6:
                w.Result(node, "Celu", [x], ("alpha", celu.Alpha));
                break;
            case EluOp:
                throw OnnxExporters.NoForm(node, "ELU, CELU and SELU have");
            case GeluOp gelu:
                Gelu(w, node, gelu.Tanh);
                break;
            case HardsigmoidOp h:
                w.Result(node, "HardSigmoid", [x], ("alpha", h.Alpha), ("beta", h.Beta));
                break;
            case HardswishOp:
                w.Result(node, "HardSwish", [x]);
                break;
            case IsInfOp inf:
                w.Result(node, "IsInf", [x], ("detect_negative", inf.Negative), ("detect_positive", inf.Positive));
                break;
            case IsNanOp:
                w.Result(node, "IsNaN", [x]);
                break;
            case LeakyReluOp leaky:
                w.Result(node, "LeakyRelu", [x], ("alpha", leaky.Slope));
                break;
            case LogSigmoidOp:
                w.Result(node, "Neg", [w.Value("Softplus", [w.Value("Neg", [x])])]);
                break;
            case UnaryMathOp { Kind: UnaryMath.Rsqrt }:
                w.Result(node, "Reciprocal", [w.Value("Sqrt", [x])]);
                break;
            case ShrinkOp shrink:
                w.Result(node, "Shrink", [x], ("lambd", shrink.Limit), ("bias", shrink.Bias));
                break;
            case SiluOp:
                w.Result(node, "Mul", [x, w.Value("Sigmoid", [x])]);
                break;
            case SoftplusOp soft:
                w.Result(node, "Div", [w.Value("Softplus", [w.Value("Mul", [x, w.Scalar(soft.Beta)])]), w.Scalar(soft.Beta)]);
                break;
            case UnaryMathOp { Kind: UnaryMath.Square }:
                w.Result(node, "Mul", [x, x]);
                break;
            case ThresholdOp { Value: 0 } threshold:
                w.Result(node, "ThresholdedRelu", [x], ("alpha", threshold.Limit));
                break;
            case ThresholdOp threshold:
                w.Result(node, "Where", [w.Value("Greater", [x, w.Scalar(threshold.Limit)]), x, w.Scalar(threshold.Value)]);
                break;
            case UnaryMathOp { Kind: UnaryMath.Trunc }:
                w.Result(node, "Mul", [w.Value("Sign", [x]), w.Value("Floor", [w.Value("Abs", [x])])]);
                break;
            default:
                w.Result(node, op.Name, [x]);
                break;
        }
    }

    private static void Clip(OnnxWriter w, Node node, float min, float max)
    {
        string Bound(float value) => float.IsInfinity(value) ? "" : w.Scalar(value, node.Type);
        w.Result(node, "Clip", [w.In(node, 0), Bound(min), Bound(max)]);
    }

    // Operator set 20 has Gelu; here it is x / 2 * (1 + erf(x / sqrt 2)), or its tanh form.
    private static void Gelu(OnnxWriter w, Node node, bool tanh)
    {
        var x = w.In(node, 0);
        string Times(string a, float b) => w.Value("Mul", [a, w.Scalar(b)]);
        var inner = tanh
            ? w.Value("Tanh",
                [Times(w.Value("Add", [x, Times(w.Value("Mul", [x, w.Value("Mul", [x, x])]), 0.044715f)]), (float)Math.Sqrt(2 / Math.PI))])
            : w.Value("Erf", [Times(x, (float)Math.Sqrt(0.5))]);
        w.Result(node, "Mul", [Times(x, 0.5f), w.Value("Add", [inner, w.Scalar(1f)])]);
    }
}
