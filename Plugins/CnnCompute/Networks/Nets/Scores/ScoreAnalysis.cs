// Whether scores are probabilities, from what the graph computes.
namespace CnnCompute;

/// <summary>
/// Follows bounds and sums of values from the inputs of a graph to its outputs (an abstract interpretation): a softmax gives values of 0..1 that add
/// up to 1 along an axis, and what moves, scales, averages, clips or rounds them afterwards may leave that true.
/// </summary>
internal sealed class ScoreAnalysis
{
    private const double Tolerance = 0.02;
    private readonly Graph graph;
    private readonly List<ValueFacts> facts = [];

    /// <summary>Looks at all nodes that the graph has so far.</summary>
    public ScoreAnalysis(Graph graph)
    {
        this.graph = graph;
        foreach (var node in graph.Nodes)
            facts.Add(node.HasOutput ? ValueRules.Of(node, this) : ValueFacts.Unknown);
    }

    /// <summary>What is known of a value.</summary>
    public ValueFacts this[Tensor value] => facts[value.Id];

    /// <summary>
    /// What the classes [N,classes] of a value are, the first axis being the batch; and by what they must be multiplied so that probabilities add up
    /// to 1, where heads were added, or the unit is a percent.
    /// </summary>
    public (ScoreKind Kind, double Factor) KindOf(Tensor value)
    {
        var known = this[value];
        var classes = value.Shape.Rank > 1 ? value.Shape.Count / value.Shape[0] : value.Shape.Count;
        // One class alone can have all there is, or these are several groups of classes side by side.
        if (known.Sum is { Stride: 1, Total: > 0 } sum && sum.Count == classes && known.Least >= -Tolerance * sum.Total
            && sum.Total <= known.Most * (1 + Tolerance))
        {
            return (ScoreKind.Probabilities, Math.Abs(sum.Total - 1) < Tolerance ? 1 : 1 / sum.Total);
        }
        return known.Least >= -Tolerance && known.Most <= 1 + Tolerance ? (ScoreKind.Independent, 1) : (ScoreKind.Logits, 1);
    }

    /// <summary>The smallest and the largest of numbers that never change; null of anything that is computed from inputs, or large.</summary>
    public static (double Least, double Most)? Constant(Tensor value)
    {
        const int Most = 1 << 16;
        var node = Plain(value).Node;
        return node.Op switch
        {
            FillOp fill => (fill.Value, fill.Value),
            CastOp { To: DType.F32 } => Constant(node.Inputs[0]),
            ParameterOp { Parameter: { Type: DType.F32, Shape.Count: <= Most } parameter } => (parameter.Initial.Min(), parameter.Initial.Max()),
            ParameterOp { Parameter: { Type: DType.I32, Shape.Count: <= Most } parameter } =>
                (parameter.Initial.Min(BitConverter.SingleToInt32Bits), parameter.Initial.Max(BitConverter.SingleToInt32Bits)),
            _ => null,
        };
    }

    /// <summary>The value before whatever only arranges its elements anew or repeats them.</summary>
    public static Tensor Plain(Tensor value)
    {
        while (value.Node is { Op: ReshapeOp or BroadcastToOp or DetachOp } node)
            value = node.Inputs[0];
        return value;
    }
}
