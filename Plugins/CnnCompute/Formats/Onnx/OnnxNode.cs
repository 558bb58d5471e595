// A node of a model under import, as operators see it.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>Inputs and attributes of one node. Every complaint names the node, its operator and the opset.</summary>
internal sealed class OnnxNode(NodeProto proto, Graph graph, long opset, OnnxValue?[] inputs)
{
    /// <summary>The graph that is being built.</summary>
    public Graph Graph => graph;

    /// <summary>Version of the operator set.</summary>
    public long Opset => opset;

    /// <summary>Number of inputs, absent trailing ones not counted.</summary>
    public int Count => inputs.Length;

    /// <summary>An exception whose message names this node.</summary>
    public InvalidDataException Bad(string why) => new($"{Describe(proto)} (opset {opset}): {why}");

    /// <summary>How messages name a node.</summary>
    public static string Describe(NodeProto proto) =>
        $"{(proto.Domain is "" or "ai.onnx" ? "" : proto.Domain + ".")}{proto.OpType} \"{(proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(""))}\"";

    /// <summary>Whether optional input <paramref name="i"/> is given.</summary>
    public bool Has(int i) => i < inputs.Length && inputs[i] is not null;

    /// <summary>Input <paramref name="i"/>, whatever it is.</summary>
    public OnnxValue Value(int i) => Has(i) ? inputs[i]! : throw Bad($"input {i} is missing");

    /// <summary>Input <paramref name="i"/> as a tensor of the graph.</summary>
    public Tensor Tensor(int i) => Value(i) switch
    {
        { Tensor: { } tensor } => tensor,
        { Parameter: { } parameter } => graph.Parameter(parameter),
        _ => throw Bad($"input {i} holds integers, a tensor of floats is needed"),
    };

    /// <summary>Input <paramref name="i"/> as integers known at import.</summary>
    public long[] Integers(int i) => Value(i).Integers ?? throw Bad($"input {i} must be constant integers");

    /// <summary>An integer attribute.</summary>
    public long Int(string name, long otherwise) => Attribute(name)?.I ?? otherwise;

    /// <summary>A float attribute.</summary>
    public float Float(string name, float otherwise) => Attribute(name)?.F ?? otherwise;

    /// <summary>A string attribute.</summary>
    public string String(string name, string otherwise) => Attribute(name)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>An integer-list attribute of exactly <paramref name="count"/> numbers, all <paramref name="otherwise"/> where it is absent.</summary>
    public int[] Ints(string name, int count, int otherwise) => Ints(name) switch
    {
        null => [.. Enumerable.Repeat(otherwise, count)],
        var list when list.Length == count => list,
        var list => throw Bad($"attribute {name} has {list.Length} numbers instead of {count}"),
    };

    /// <summary>An integer-list attribute, or null.</summary>
    public int[]? Ints(string name)
    {
        var list = Attribute(name)?.Ints;
        if (list is null)
            return null;
        var bad = list.FirstOrDefault(v => v is < int.MinValue or > int.MaxValue);
        return bad == 0 ? [.. list.Select(v => (int)v)] : throw Bad($"attribute {name} holds {bad}");
    }

    private AttributeProto? Attribute(string name) => proto.Attribute.FirstOrDefault(a => a.Name == name);
}
