// A node of a model under import, as operators see it.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>Inputs and attributes of one node. Every complaint names the node, its operator and the opset.</summary>
internal sealed class OnnxNode(NodeProto proto, OnnxImport import, OnnxValue?[] inputs)
{
    /// <summary>The graph that is being built.</summary>
    public Graph Graph => import.Graph;

    /// <summary>Version of the operator set.</summary>
    public long Opset => import.OpsetOf(proto);

    /// <summary>The operator.</summary>
    public string Operator => proto.OpType;

    /// <summary>Number of inputs, absent ones in between counted.</summary>
    public int Count => inputs.Length;

    /// <summary>Number of outputs that have places, absent ones in between counted.</summary>
    public int Outputs => proto.Output.Count;

    /// <summary>Whether someone may read output <paramref name="i"/>.</summary>
    public bool Wants(int i) => i < proto.Output.Count && proto.Output[i].Length > 0;

    /// <summary>Whether another node or an output of the model reads output <paramref name="i"/>.</summary>
    public bool IsUsed(int i) => Wants(i) && import.IsUsed(proto.Output[i]);

    /// <summary>An exception whose message names this node.</summary>
    public InvalidDataException Bad(string why) => new($"{Describe(proto)} (opset {Opset}): {why}");

    /// <summary>How messages name a node.</summary>
    public static string Describe(NodeProto proto) =>
        $"{OperatorOf(proto)} \"{(proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault(""))}\"";

    /// <summary>How messages name an operator: after its domain if that is not the default one.</summary>
    public static string OperatorOf(NodeProto proto) => (proto.Domain is "" or "ai.onnx" ? "" : proto.Domain + ".") + proto.OpType;

    /// <summary>Whether optional input <paramref name="i"/> is given.</summary>
    public bool Has(int i) => i < inputs.Length && inputs[i] is not null;

    /// <summary>Input <paramref name="i"/>, whatever it is.</summary>
    public OnnxValue Value(int i) => Has(i) ? inputs[i]! : throw Bad($"input {i} is missing");

    /// <summary>Sizes of input <paramref name="i"/>.</summary>
    public int[] Dims(int i) => Value(i).Dims;

    /// <summary>Input <paramref name="i"/> as a tensor of the graph.</summary>
    public Tensor Tensor(int i) => Value(i) switch
    {
        { Tensor: { } tensor } => tensor,
        { Parameter: { } parameter } => Graph.Parameter(parameter),
        { Known: { Count: > 0 } array } => import.Materialize(proto.Input[i], array),
        var empty => throw OnnxImport.Unknown(
            proto, this, inputs,
            $"input {i} \"{proto.Input[i]}\" [{string.Join(",", empty.Dims)}] has no elements; a device holds tensors of at least one"),
    };

    /// <summary>An array that the node computed as a tensor of the graph.</summary>
    public Tensor Materialize(OnnxArray array) => import.Materialize(proto.Output[0], array);

    /// <summary>All inputs as tensors of the graph.</summary>
    public Tensor[] Tensors() => [.. Enumerable.Range(0, Count).Select(Tensor)];

    /// <summary>Input <paramref name="i"/> as an array known at import.</summary>
    /// <exception cref="OnnxConstantException">It is computed from the model's inputs.</exception>
    public OnnxArray Known(int i)
    {
        var value = Value(i);
        if (value.Known is { } array)
            return array;
        var from = value.Origins.Count == 0
            ? "is computed on the device"
            : $"depends on the model's input {string.Join(", ", value.Origins.Select(o => $"\"{o}\""))}; bind that as a constant";
        throw new OnnxConstantException(
            $"{Describe(proto)} (opset {Opset}): input {i} \"{proto.Input[i]}\" must be known at import but {from}", value.Origins);
    }

    /// <summary>Input <paramref name="i"/> as integers known at import.</summary>
    public long[] Integers(int i) => Known(i).Integers ?? throw Bad($"input {i} \"{proto.Input[i]}\" must hold integers");

    /// <summary>Input <paramref name="i"/> as an array of one number known at import.</summary>
    public OnnxArray One(int i) =>
        Known(i) is { Count: 1 } one ? one : throw Bad($"input {i} \"{proto.Input[i]}\" [{string.Join(",", Dims(i))}] must be one number");

    /// <summary>Optional input <paramref name="i"/> as one number known at import.</summary>
    public double Number(int i, double otherwise) => Has(i) ? One(i)[0] : otherwise;

    /// <summary>An integer attribute.</summary>
    public long Int(string name, long otherwise) => Attribute(name)?.I ?? otherwise;

    /// <summary>An integer attribute of 32 bits.</summary>
    public int Int32(string name, int otherwise) => Narrow(name, Int(name, otherwise));

    /// <summary>A float attribute.</summary>
    public float Float(string name, float otherwise) => Attribute(name)?.F ?? otherwise;

    /// <summary>A string attribute.</summary>
    public string String(string name, string otherwise) => Attribute(name)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>A tensor attribute.</summary>
    public OnnxArray? Array(string name) => Attribute(name)?.T is { } tensor ? import.Read(tensor, $"{Describe(proto)}.{name}") : null;

    /// <summary>A graph attribute.</summary>
    /// <exception cref="InvalidDataException">It is missing.</exception>
    public GraphProto Subgraph(string name) => Attribute(name)?.G ?? throw Bad($"{name} is missing");

    /// <summary>A float-list attribute, or null.</summary>
    public float[]? Floats(string name) => Attribute(name)?.Floats is { } list ? [.. list] : null;

    /// <summary>An integer-list attribute of exactly <paramref name="count"/> numbers, all <paramref name="otherwise"/> where it is absent.</summary>
    public int[] Ints(string name, int count, int otherwise) => Ints(name) switch
    {
        null => [.. Enumerable.Repeat(otherwise, count)],
        var list when list.Length == count => list,
        var list => throw Bad($"attribute {name} has {list.Length} numbers instead of {count}"),
    };

    /// <summary>An integer-list attribute, or null.</summary>
    public int[]? Ints(string name) => Attribute(name)?.Ints is { } list ? [.. list.Select(v => Narrow(name, v))] : null;

    /// <summary>Whether the attribute is there.</summary>
    public bool HasAttribute(string name) => Attribute(name) is not null;

    /// <summary>
    /// Numbers that were attribute <paramref name="name"/> before they became input <paramref name="i"/>; null where neither is there.
    /// </summary>
    public long[]? Integers(string name, int i) => Has(i) ? Integers(i) : Attribute(name)?.Ints is { } list ? [.. list] : null;

    /// <summary>An axis from the front; negative ones count from the end of <paramref name="rank"/> dimensions.</summary>
    public int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw Bad($"axis {axis} of {rank} dimensions");

    /// <summary>Different axes from the front.</summary>
    public int[] Axes(IEnumerable<long> axes, int rank)
    {
        int[] result = [.. axes.Select(a => Axis(a, rank))];
        return result.Distinct().Count() == result.Length ? result : throw Bad($"axes {string.Join(",", result)} repeat");
    }

    private int Narrow(string name, long value) =>
        value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Bad($"attribute {name} holds {value}");

    private AttributeProto? Attribute(string name) => proto.Attribute.FirstOrDefault(a => a.Name == name);
}
