// Why some operators of ONNX are not imported: the one place that says so.
namespace CnnCompute;

/// <summary>Operators left out on purpose, with the reason.</summary>
internal static class OnnxUnsupported
{
    private const string
        Recurrent = "recurrent: its steps over time are no convolutional network's",
        Sequence = "works on sequences or optional values, not on tensors",
        Control = "control flow: a plan is one fixed list of launches",
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
        (Control, "If Loop Scan"),
        (Text, "StringNormalizer TfIdfVectorizer StringConcat StringSplit RegexFullMatch"),
        (Dynamic, "NonMaxSuppression Unique Compress"),
        (Random, "Bernoulli RandomNormal RandomNormalLike RandomUniform RandomUniformLike Multinomial"),
        (Training, "Gradient Momentum Adagrad Adam"),
        (Signal, "DFT STFT BlackmanWindow HammingWindow HannWindow MelWeightMatrix"),
        (Integer, "ConvInteger MatMulInteger QLinearConv QLinearMatMul DynamicQuantizeLinear BitShift BitwiseAnd BitwiseOr BitwiseXor BitwiseNot"),
        (Detection, "RoiAlign MaxRoiPool"),
        (Deformable, "DeformConv"),
        (Files, "ImageDecoder"),
        (Algebra, "Det Einsum EyeLike"),
    }.SelectMany(r => r.Operators.Split(' ').Select(o => (o, r.Reason))).ToDictionary();

    /// <summary>Why an operator is not imported.</summary>
    public static string Reason(string domain, string name) => domain switch
    {
        "" or "ai.onnx" => Reasons.GetValueOrDefault(name, "not among the operators of convolutional networks that this program knows"),
        "ai.onnx.preview.training" => Training,
        "ai.onnx.ml" => Classical,
        _ => $"of the domain {domain}, which this program does not know",
    };
}
