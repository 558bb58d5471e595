// A graph on its way into an ONNX file.
using System.Runtime.InteropServices;
using CnnCompute.Protobuf;
using Google.Protobuf;

namespace CnnCompute;

/// <summary>Names values, collects nodes and initializers; exporters write through it.</summary>
internal sealed class OnnxWriter(Func<Parameter, float[]> parameterValues)
{
    private const int FloatType = 1, IntType = 6, LongType = 7, BoolType = 9;
    private const int IntAttribute = 2, FloatAttribute = 1, StringAttribute = 3, FloatsAttribute = 6, IntsAttribute = 7;

    private readonly HashSet<string> taken = [];
    private readonly Dictionary<string, int> numbers = [];
    private readonly Dictionary<int, string> names = [];
    private readonly Dictionary<Parameter, string> parameters = [];
    private readonly Dictionary<(int Type, string Dims, ByteString Data), string> constants = [];

    /// <summary>What has been written.</summary>
    public GraphProto Graph { get; } = new();

    /// <summary>Writes what <paramref name="outputs"/> need.</summary>
    public void Write(IReadOnlyDictionary<string, Tensor> outputs)
    {
        var graph = outputs.Values.First().Graph;
        var needed = Needed(outputs.Values);
        var inputs = needed.Select(n => n.Op).OfType<InputOp>().Select(i => i.Key).ToHashSet();
        foreach (var (name, tensor) in outputs)
        {
            if (inputs.Contains(name))
                throw new ArgumentException($"\"{name}\" is the name of an input; give the output another", nameof(outputs));
            taken.Add(name);
            // A source, or a value with two names, is copied under the output's.
            if (tensor.Node.Op is not SourceOp)
                names.TryAdd(tensor.Id, name);
        }
        foreach (var node in needed.Where(n => n.Name is not null && !names.ContainsKey(n.Id)))
            names[node.Id] = Unique(node.Name!);
        foreach (var node in needed)
            Write(node);
        foreach (var (name, tensor) in outputs)
        {
            if (Of(tensor) != name)
                Emit("Identity", name, [Of(tensor)]);
            Graph.Output.Add(Port(name, tensor.Shape, tensor.Type));
        }
        RemoveUnused(outputs.Keys);
    }

    /// <summary>The name of a tensor's value.</summary>
    public string Of(Tensor tensor) => tensor.Node.Op is ParameterOp op ? Of(op.Parameter) : Name(tensor.Node);

    /// <summary>The name of the value of input <paramref name="i"/>.</summary>
    public string In(Node node, int i) => Of(node.Inputs[i]);

    /// <summary>
    /// Writes an ONNX node that makes <paramref name="node"/>'s value. Attributes are int, long, bool, float, string, int[] or float[].
    /// </summary>
    public void Result(Node node, string op, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Emit(op, Name(node), inputs, attributes);

    /// <summary>Writes an ONNX node that makes a value of its own and returns that value's name.</summary>
    public string Value(string op, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var name = Unique(op.ToLowerInvariant());
        Emit(op, name, inputs, attributes);
        return name;
    }

    /// <summary>Writes an ONNX node with several results under the given names; an empty one is not wanted.</summary>
    public void Emit(string op, string[] outputs, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        var proto = new NodeProto { OpType = op, Name = outputs.First(o => o.Length > 0) };
        proto.Input.AddRange(inputs);
        proto.Output.AddRange(outputs);
        foreach (var (name, value) in attributes)
            proto.Attribute.Add(Attribute(name, value));
        Graph.Node.Add(proto);
    }

    /// <summary>A name of its own for a further value.</summary>
    public string Unique(string wanted)
    {
        if (taken.Add(wanted))
            return wanted;
        for (var i = numbers.GetValueOrDefault(wanted, 1); ; i++)
        {
            if (taken.Add($"{wanted}_{i}"))
            {
                numbers[wanted] = i + 1;
                return $"{wanted}_{i}";
            }
        }
    }

    /// <summary>A list of 64-bit integers.</summary>
    public string Longs(params ReadOnlySpan<long> values) => Constant(LongType, [values.Length], MemoryMarshal.AsBytes(values));

    /// <summary>A list of 64-bit integers.</summary>
    public string Longs(int[] values) => Longs([.. values.Select(v => (long)v)]);

    /// <summary>A list of 32-bit integers.</summary>
    public string Integers(int[] values) => Constant(IntType, [values.Length], MemoryMarshal.AsBytes<int>(values));

    /// <summary>One number without dimensions.</summary>
    public string Scalar(float value) => Constant(FloatType, [], MemoryMarshal.AsBytes([value]));

    /// <summary>One 64-bit integer without dimensions.</summary>
    public string Scalar(long value) => Constant(LongType, [], MemoryMarshal.AsBytes([value]));

    /// <summary>One number without dimensions, of a tensor's type.</summary>
    public string Scalar(double value, DType type) => type switch
    {
        DType.F32 => Scalar((float)value),
        DType.I32 => Constant(IntType, [], MemoryMarshal.AsBytes([(int)value])),
        _ => Constant(BoolType, [], [value != 0 ? (byte)1 : (byte)0]),
    };

    /// <summary>An array of floats in NCHW order.</summary>
    public string Floats(ReadOnlySpan<int> dimensions, ReadOnlySpan<float> values) => Constant(FloatType, dimensions, MemoryMarshal.AsBytes(values));

    /// <summary>ONNX's number of an element type.</summary>
    public static int TypeOf(DType type) => type switch { DType.F32 => FloatType, DType.I32 => IntType, _ => BoolType };

    private void Emit(string op, string output, string[] inputs, params ReadOnlySpan<(string Name, object Value)> attributes) =>
        Emit(op, [output], inputs, attributes);

    private string Name(Node node)
    {
        if (!names.TryGetValue(node.Id, out var name))
            names[node.Id] = name = Unique($"{node.Op.Name.ToLowerInvariant()}_{node.Id}");
        return name;
    }

    private string Of(Parameter parameter)
    {
        if (parameters.TryGetValue(parameter, out var name))
            return name;
        name = parameters[parameter] = Unique(parameter.Name.Length > 0 ? parameter.Name : "parameter");
        // Constants of integers hold their bits; they are nothing that training would change.
        ReadOnlySpan<float> values = parameter.Type == DType.F32 ? parameterValues(parameter) : parameter.Initial;
        var bytes = parameter.Type == DType.Bool
            ? [.. MemoryMarshal.Cast<float, int>(values).ToArray().Select(v => v != 0 ? (byte)1 : (byte)0)]
            : MemoryMarshal.AsBytes(values).ToArray();
        Graph.Initializer.Add(Array(name, TypeOf(parameter.Type), parameter.Shape.ToArray(), bytes));
        return name;
    }

    private void Write(Node node)
    {
        if (node.Op is InputOp input)
            Graph.Input.Add(Port(Name(node), input.Dimensions, input.Type));
        else if (node.Op is not ParameterOp)
            OnnxExporters.Write(this, node);
    }

    private static List<Node> Needed(IEnumerable<Tensor> outputs)
    {
        var graph = outputs.First().Graph;
        var needed = new SortedSet<int>();
        var open = new Stack<Tensor>(outputs);
        while (open.TryPop(out var tensor))
        {
            if (!ReferenceEquals(tensor.Graph, graph))
                throw new ArgumentException("outputs of two graphs cannot share a file", nameof(outputs));
            if (!needed.Add(tensor.Id))
                continue;
            foreach (var input in tensor.Node.Inputs)
                open.Push(input);
        }
        return [.. needed.Select(i => graph.Nodes[i])];
    }

    // An exporter may have seen through its inputs (batch-norm statistics); what then nobody reads goes.
    private void RemoveUnused(IEnumerable<string> outputs)
    {
        var (used, kept) = (outputs.ToHashSet(), new List<NodeProto>());
        foreach (var node in Graph.Node.Reverse().Where(n => n.Output.Any(used.Contains)))
        {
            used.UnionWith(node.Input);
            kept.Add(node);
        }
        kept.Reverse();
        Graph.Node.Clear();
        Graph.Node.AddRange(kept);
        TensorProto[] read = [.. Graph.Initializer.Where(t => used.Contains(t.Name))];
        Graph.Initializer.Clear();
        Graph.Initializer.AddRange(read);
    }

    // Equal constants share one initializer.
    private string Constant(int type, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> data)
    {
        var tensor = Array("", type, dimensions, data);
        var key = (type, string.Join(",", tensor.Dims), tensor.RawData);
        if (constants.TryGetValue(key, out var known))
            return known;
        constants[key] = tensor.Name = Unique("constant");
        Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static TensorProto Array(string name, int type, ReadOnlySpan<int> dimensions, ReadOnlySpan<byte> data)
    {
        var tensor = new TensorProto { Name = name, DataType = type, RawData = ByteString.CopyFrom(data) };
        foreach (var d in dimensions)
            tensor.Dims.Add(d);
        return tensor;
    }

    private static ValueInfoProto Port(string name, Shape shape, DType type)
    {
        var dims = new TensorShapeProto();
        dims.Dim.AddRange(shape.ToArray().Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = TypeOf(type), Shape = dims } },
        };
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int or long or bool:
                (attribute.Type, attribute.I) = (IntAttribute, Convert.ToInt64(value, null));
                break;
            case float f:
                (attribute.Type, attribute.F) = (FloatAttribute, f);
                break;
            case string s:
                (attribute.Type, attribute.S) = (StringAttribute, ByteString.CopyFromUtf8(s));
                break;
            case int[] list:
                attribute.Type = IntsAttribute;
                attribute.Ints.AddRange(list.Select(v => (long)v));
                break;
            case float[] list:
                attribute.Type = FloatsAttribute;
                attribute.Floats.AddRange(list);
                break;
            default:
                throw new ArgumentException($"attribute {name}: a {value.GetType().Name} has no form in ONNX", nameof(value));
        }
        return attribute;
    }
}
