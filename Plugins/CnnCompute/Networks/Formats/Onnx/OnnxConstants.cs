// The arrays of a model file: parameters, constants, and what is computed from constants alone.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>
/// Initializers and Constant nodes. Initializers of floats are parameters under their names; those that only say how an operator works (scales,
/// limits, quantisation) and all integers are known arrays.
/// </summary>
internal sealed class OnnxConstants
{
    // Inputs of operators that are read at import: they are no weights.
    private static readonly Dictionary<string, int> SettingsFrom = new()
    {
        ["Clip"] = 1,
        ["Pad"] = 1,
        ["Resize"] = 1,
        ["Upsample"] = 1,
        ["Dropout"] = 1,
        ["OneHot"] = 1,
        ["DequantizeLinear"] = 0,
        ["QuantizeLinear"] = 1,
        ["Range"] = 0,
        ["CumSum"] = 1,
    };

    private readonly ExternalData files;
    private readonly Dictionary<string, OnnxValue> values = [];
    private readonly List<(string Name, Parameter Parameter, bool IsBuffer)> state = [];
    private readonly Dictionary<string, (OnnxArray Array, Parameter Parameter)> materialized = [];
    private readonly HashSet<NodeProto> computed = new(ReferenceEqualityComparer.Instance);
    private readonly Lock gate = new();

    /// <summary>Reads them all.</summary>
    /// <exception cref="InvalidDataException">One is damaged, or two have the same name.</exception>
    public OnnxConstants(GraphProto graph, ExternalData files)
    {
        this.files = files;
        // Statistics of batch-norms are not learnt.
        var statistics = graph.Node.Where(n => n.OpType == "BatchNormalization").SelectMany(n => n.Input.Skip(3)).ToHashSet();
        var settings = graph.Node.Where(n => SettingsFrom.ContainsKey(n.OpType)).SelectMany(n => n.Input.Skip(SettingsFrom[n.OpType])).ToHashSet();
        settings.ExceptWith(graph.Node.SelectMany(n => n.Input.Take(SettingsFrom.GetValueOrDefault(n.OpType, int.MaxValue))));
        foreach (var tensor in graph.Initializer)
        {
            var array = Read(tensor, tensor.Name);
            if (array.IsInteger || array.Count == 0 || settings.Contains(tensor.Name))
                Add(tensor.Name, array);
            else
                Add(tensor.Name, new Parameter(tensor.Name, new Shape(array.Dims), array.Floats, !statistics.Contains(tensor.Name)), isLive: true);
        }
        foreach (var node in graph.Node.Where(n => n.OpType == "Constant" && n.Domain is "" or "ai.onnx"))
        {
            computed.Add(node);
            var (name, array) = (node.Output.FirstOrDefault(""), OfNode(node));
            if (array.IsInteger || array.Count == 0 || settings.Contains(name))
                Add(name, array);
            else
                Add(name, new Parameter(name, new Shape(array.Dims), array.Floats, requiresGrad: false), isLive: false);
        }
        // Quantised weights are weights: floats from here on, under the name they get when they are dequantised.
        foreach (var node in graph.Node)
        {
            if (node.Output.Count == 1 && Quantization.Weight(node, values) is { Count: > 0 } weight && computed.Add(node))
                Add(node.Output[0], new Parameter(node.Output[0], new Shape(weight.Dims), weight.Floats), isLive: true);
        }
    }

    /// <summary>Values by name.</summary>
    public IReadOnlyDictionary<string, OnnxValue> Values => values;

    /// <summary>The parameters, as a module lists its state.</summary>
    public IReadOnlyList<(string Name, Parameter Parameter, bool IsBuffer)> State => state;

    /// <summary>Whether a value of that name is in the file.</summary>
    public bool Contains(string name) => values.ContainsKey(name);

    /// <summary>Whether a node's only result is among the values, so that nothing remains to be done for it.</summary>
    public bool Holds(NodeProto node) => computed.Contains(node);

    /// <summary>Reads a tensor of the file.</summary>
    public OnnxArray Read(TensorProto tensor, string name) => OnnxTensors.Read(tensor, name, files);

    /// <summary>A known array as a parameter that nothing trains; the same one for the same name and values, so that plans share it.</summary>
    public Parameter Materialize(string name, OnnxArray array)
    {
        lock (gate)
        {
            if (materialized.TryGetValue(name, out var made) && made.Array.Type == array.Type && made.Array.Dims.AsSpan().SequenceEqual(array.Dims)
                && (array.IsInteger
                    ? made.Array.Integers.AsSpan().SequenceEqual(array.Integers)
                    : made.Array.Floats.AsSpan().SequenceEqual(array.Floats)))
            {
                return made.Parameter;
            }
            var parameter = array.IsInteger
                ? Parameter.Integers(name, new Shape(array.Dims), array.ToInt32(name), array.Type)
                : new Parameter(name, new Shape(array.Dims), array.Floats, requiresGrad: false);
            materialized[name] = (array, parameter);
            return parameter;
        }
    }

    /// <summary>The array of a Constant node.</summary>
    public OnnxArray OfNode(NodeProto node) => node.Attribute.FirstOrDefault() switch
    {
        { Name: "value", T: { } tensor } => Read(tensor, node.Output.FirstOrDefault("")),
        { Name: "value_float" } a => new OnnxArray(OnnxType.Float, [], [a.F]),
        { Name: "value_floats" } a => new OnnxArray(OnnxType.Float, [a.Floats.Count], [.. a.Floats]),
        { Name: "value_int" } a => new OnnxArray(OnnxType.Int64, [], [a.I]),
        { Name: "value_ints" } a => new OnnxArray(OnnxType.Int64, [a.Ints.Count], [.. a.Ints]),
        var other => throw new InvalidDataException(
            $"{OnnxNode.Describe(node)}: attribute \"{other?.Name}\" is not read; value, value_float(s) and value_int(s) are"),
    };

    private void Add(string name, OnnxValue value)
    {
        if (!values.TryAdd(name, value))
            throw new InvalidDataException($"two arrays are called \"{name}\"");
    }

    private void Add(string name, Parameter parameter, bool isLive)
    {
        Add(name, OnnxValue.Of(parameter, isLive));
        state.Add((name, parameter, !parameter.RequiresGrad));
    }
}
