// Why some operators of ONNX are not imported: the one place that says so.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>An operator is not known; the message names it, its node and the reason.</summary>
internal sealed class OnnxOperatorException(string message) : NotSupportedException(message);

/// <summary>Operators left out on purpose, with the reason.</summary>
internal static class OnnxUnsupported
{
    private const string
        Recurrent = "recurrent: its steps over time are no convolutional network's",
        Sequence = "works on sequences or optional values, not on tensors",
        Control = "control flow: a plan is one fixed list of launches",
        Language = "belongs to language models: attention and state over time",
        Bits = "looks at the bits of numbers; tensors here are f32, i32 and bool",
        Text = "works on strings",
        Dynamic = "the size of its result depends on the values: a plan's shapes are fixed",
        Random = "gives random numbers that no other program repeats",
        Training = "part of a training graph; training is done with this program's own optimisers",
        Signal = "signal processing of complex numbers or windows",
        Integer = "computes in 8-bit or unsigned integers; tensors here are f32, i32 and bool",
        Detection = "belongs to detectors of regions",
        Deformable = "deformable windows, whose taps move with the values, have no kernel here",
        Files = "decodes picture files; pictures come to a net as tensors",
        Algebra = "general linear algebra",
        Classical = "classical machine learning (domain ai.onnx.ml)";

    private static readonly Dictionary<string, string> Reasons = new (string Reason, string Operators)[]
    {
        (Recurrent, "RNN GRU LSTM ReverseSequence"),
        (Sequence, "SequenceConstruct SequenceAt SequenceInsert SequenceErase SequenceLength SequenceEmpty SequenceMap ConcatFromSequence "
            + "SplitToSequence Optional OptionalGetElement OptionalHasElement"),
        (Control, "Loop Scan"),
        (Language, "Attention CausalConvWithState LinearAttention RotaryEmbedding TensorScatter"),
        (Bits, "BitCast"),
        (Text, "StringNormalizer TfIdfVectorizer StringConcat StringSplit RegexFullMatch"),
        (Dynamic, "NonMaxSuppression Unique Compress"),
        (Random, "Bernoulli RandomNormal RandomNormalLike RandomUniform RandomUniformLike Multinomial"),
        (Training, "Gradient Momentum Adagrad Adam"),
        (Signal, "DFT STFT BlackmanWindow HammingWindow HannWindow MelWeightMatrix"),
        (Integer, "ConvInteger MatMulInteger QLinearConv QLinearMatMul DynamicQuantizeLinear BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot"),
        (Detection, "RoiAlign MaxRoiPool"),
        (Deformable, "DeformConv"),
        (Files, "ImageDecoder"),
        (Algebra, "Det Einsum"),
    }.SelectMany(r => r.Operators.Split(' ').Select(o => (o, r.Reason))).ToDictionary();

    /// <summary>Refuses nodes whose operators are not known, all of them by name and reason, the first one by its node too.</summary>
    /// <exception cref="NotSupportedException">There are some.</exception>
    public static void Check(GraphProto graph, Func<NodeProto, long> opset)
    {
        NodeProto[] unknown = [.. graph.Node.Where(n => !OnnxOperators.Knows(n.Domain, n.OpType)).DistinctBy(n => (n.Domain, n.OpType))];
        if (unknown.Length == 0)
            return;
        var others = unknown.Skip(1).Select(n => $"{OnnxNode.OperatorOf(n)} ({Reason(n.Domain, n.OpType)})").ToArray();
        throw new OnnxOperatorException($"operator {OnnxNode.Describe(unknown[0])} of opset {opset(unknown[0])} is not supported: "
            + Reason(unknown[0].Domain, unknown[0].OpType) + (others.Length > 0 ? $"; nor are {string.Join(", ", others)}" : ""));
    }

    /// <summary>Why an operator is not imported.</summary>
    public static string Reason(string domain, string name) => domain switch
    {
        "" or "ai.onnx" => Reasons.GetValueOrDefault(name, "not among the operators of convolutional networks that this program knows"),
        "ai.onnx.preview.training" => Training,
        "ai.onnx.ml" => Classical,
        _ => $"of the domain {domain}, which this program does not know",
    };
}
