// Import of ONNX models.
using CnnCompute.Protobuf;
using Google.Protobuf;

namespace CnnCompute;

/// <summary>An input or output that a model file declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Dimensions">Sizes, NCHW; -1 where the file leaves one open.</param>
public sealed record OnnxPort(string Name, IReadOnlyList<int> Dimensions);

/// <summary>
/// A model read from an ONNX file. As a module it appends its nodes to any graph; its initializers are its parameters, under their own
/// names, and every value of the file can be fetched by the name it has there.
/// </summary>
public sealed class OnnxModel : Module
{
    private readonly string path;
    private readonly ModelProto proto;
    private readonly Dictionary<string, OnnxValue> constants = [];
    private readonly List<(string Name, Parameter Parameter, bool IsBuffer)> state = [];

    private OnnxModel(string path, ModelProto proto)
    {
        (this.path, this.proto) = (path, proto);
        Opset = proto.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version ?? throw new InvalidDataException("it names no operator set");
        // Statistics of batch-norms are not learnt.
        var statistics = proto.Graph.Node.Where(n => n.OpType == "BatchNormalization").SelectMany(n => n.Input.Skip(3)).ToHashSet();
        foreach (var tensor in proto.Graph.Initializer)
            AddConstant(tensor.Name, OnnxTensors.Read(tensor, tensor.Name, !statistics.Contains(tensor.Name)));
        foreach (var node in proto.Graph.Node.Where(n => n.OpType == "Constant" && n.Domain is "" or "ai.onnx"))
            AddConstant(node.Output.FirstOrDefault(""), ReadConstant(node));
        Inputs = [.. proto.Graph.Input.Where(i => !constants.ContainsKey(i.Name)).Select(Port)];
        Outputs = [.. proto.Graph.Output.Select(Port)];
        Metadata = proto.MetadataProps.GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        if (Inputs.Count == 0 || Outputs.Count == 0)
            throw new InvalidDataException($"it declares {Inputs.Count} inputs and {Outputs.Count} outputs");
        // The arrays live in the parameters now.
        proto.Graph.Initializer.Clear();
    }

    /// <summary>The graph's name in the file.</summary>
    public string Name => proto.Graph.Name;

    /// <summary>Version of the operator set.</summary>
    public long Opset { get; }

    /// <summary>Inputs that are no initializers.</summary>
    public IReadOnlyList<OnnxPort> Inputs { get; }

    /// <summary>Outputs in the file's order; <see cref="Forward"/> gives the first.</summary>
    public IReadOnlyList<OnnxPort> Outputs { get; }

    /// <summary>Whether the first output is made by a softmax: probabilities rather than scores.</summary>
    public bool EndsInSoftmax => proto.Graph.Node.Any(n => n.OpType == "Softmax" && n.Output.Contains(Outputs[0].Name));

    /// <summary>The file's own notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>How often each operator occurs.</summary>
    public IReadOnlyDictionary<string, int> OperatorCounts => proto.Graph.Node.GroupBy(n => n.OpType).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Reads a model, checks that every operator is known and, where the file gives all sizes, that the shapes fit.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no ONNX model; it is named.</exception>
    /// <exception cref="NotSupportedException">An operator is not known; names it, its node and the opset.</exception>
    public static OnnxModel Load(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file", path);
        try
        {
            var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            if (proto.Graph is null || proto.Graph.Node.Count == 0)
                throw new InvalidDataException("it holds no graph");
            var model = new OnnxModel(path, proto);
            model.CheckOperators();
            if (model.Inputs.All(i => i.Dimensions.Skip(1).All(d => d > 0)))
                model.BuildNodes(batch: 1);
            return model;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidDataException)
        {
            throw new InvalidDataException($"{path}: no sound ONNX model, or only a part of one; fetch the file again ({e.Message})", e);
        }
    }

    /// <summary>A graph of the model alone, its inputs declared under their names with the file's sizes (an open first one is <paramref name="batch"/>).</summary>
    /// <exception cref="InvalidDataException">The file leaves other sizes open; use <see cref="Import"/>.</exception>
    public Graph Build(int batch = 1) => NamingTheFile(() => BuildNodes(batch));

    /// <summary>Appends the model, applied to its only input, and gives its first output.</summary>
    public override Tensor Forward(Tensor x) => Inputs.Count == 1
        ? Import(x.Graph, new Dictionary<string, Tensor> { [Inputs[0].Name] = x })[Outputs[0].Name]
        : throw new InvalidOperationException($"{path} has {Inputs.Count} inputs; use Import");

    /// <summary>Appends the model, applied to tensors by input name; gives its outputs by name. Values keep the file's names where those are free.</summary>
    /// <exception cref="InvalidDataException">Shapes do not fit, or the file is inconsistent; names the file and the node.</exception>
    public IReadOnlyDictionary<string, Tensor> Import(Graph graph, IReadOnlyDictionary<string, Tensor> inputs) =>
        NamingTheFile(() => ImportNodes(graph, inputs));

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> State() => state;

    private T NamingTheFile<T>(Func<T> build)
    {
        try
        {
            return build();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private Graph BuildNodes(int batch)
    {
        var graph = new Graph();
        var inputs = new Dictionary<string, Tensor>();
        foreach (var (name, dimensions) in Inputs)
        {
            int[] dims = [.. dimensions.Select((d, i) => i == 0 && d < 0 ? batch : d)];
            if (dims.Any(d => d < 1))
                throw new InvalidDataException($"input \"{name}\" leaves sizes open ([{string.Join(",", dimensions)}]); give the input's shape");
            inputs[name] = graph.Input(name, dims);
        }
        ImportNodes(graph, inputs);
        return graph;
    }

    private Dictionary<string, Tensor> ImportNodes(Graph graph, IReadOnlyDictionary<string, Tensor> inputs)
    {
        var values = new Dictionary<string, OnnxValue>(constants);
        foreach (var (name, _) in Inputs)
        {
            var tensor = inputs.TryGetValue(name, out var t) ? t : throw new ArgumentException($"{path}: input \"{name}\" is not given", nameof(inputs));
            values[name] = tensor;
            KeepName(graph, tensor, name);
        }
        foreach (var node in proto.Graph.Node.Where(n => n.Output.Count > 0 && !constants.ContainsKey(n.Output[0])))
        {
            var value = Apply(graph, node, values);
            // Further outputs (a dropout's mask) are not made; whoever reads one is told so.
            values[node.Output[0]] = value;
            if (value.Tensor is { } result)
                KeepName(graph, result, node.Output[0]);
        }
        var outputs = new Dictionary<string, Tensor>();
        foreach (var (name, _) in Outputs)
        {
            outputs[name] = values.GetValueOrDefault(name) switch
            {
                { Tensor: { } tensor } => tensor,
                { Parameter: { } parameter } => graph.Parameter(parameter),
                _ => throw new InvalidDataException($"no node makes the output \"{name}\""),
            };
        }
        return outputs;
    }

    private static void KeepName(Graph graph, Tensor tensor, string name)
    {
        if (!graph.Names.ContainsKey(name))
            tensor.Named(name);
    }

    private OnnxValue Apply(Graph graph, NodeProto node, Dictionary<string, OnnxValue> values)
    {
        var inputs = new OnnxValue?[node.Input.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node.Input[i].Length > 0 && !values.TryGetValue(node.Input[i], out inputs[i]))
                throw new InvalidDataException($"{OnnxNode.Describe(node)} reads \"{node.Input[i]}\", which nothing before it makes");
        }
        try
        {
            return OnnxOperators.Find(node.Domain, node.OpType)!(new OnnxNode(node, graph, Opset, inputs));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException($"{OnnxNode.Describe(node)} (opset {Opset}): {e.Message}", e);
        }
    }

    private void CheckOperators()
    {
        NodeProto[] unknown = [.. proto.Graph.Node.Where(n => n.OpType != "Constant" && OnnxOperators.Find(n.Domain, n.OpType) is null)];
        if (unknown.Length == 0)
            return;
        var others = unknown.Select(n => n.OpType).Distinct().Skip(1).ToArray();
        throw new NotSupportedException($"{path}: operator {OnnxNode.Describe(unknown[0])} of opset {Opset} is not supported"
            + (others.Length > 0 ? $", nor are {string.Join(", ", others)}" : "") + $"; supported are Constant, {string.Join(", ", OnnxOperators.Names)}");
    }

    private void AddConstant(string name, OnnxValue value)
    {
        if (!constants.TryAdd(name, value))
            throw new InvalidDataException($"two arrays are called \"{name}\"");
        if (value.Parameter is { } parameter)
            state.Add((name, parameter, !parameter.RequiresGrad));
    }

    private static OnnxValue ReadConstant(NodeProto node)
    {
        var name = node.Output.FirstOrDefault("");
        return node.Attribute.FirstOrDefault() switch
        {
            { Name: "value", T: { } tensor } => OnnxTensors.Read(tensor, name, requiresGrad: false),
            { Name: "value_float" } a => new Parameter(name, Shape.Scalar, [a.F], requiresGrad: false),
            { Name: "value_floats", Floats: { Count: > 0 } floats } => new Parameter(name, new Shape(floats.Count), [.. floats], requiresGrad: false),
            { Name: "value_int" } a => new long[] { a.I },
            { Name: "value_ints" } a => a.Ints.ToArray(),
            _ => throw new InvalidDataException($"constant \"{name}\" has no value that is read"),
        };
    }

    private static OnnxPort Port(ValueInfoProto info) =>
        new(info.Name, [.. info.Type?.TensorType?.Shape?.Dim.Select(d => d.DimValue is > 0 and <= int.MaxValue ? (int)d.DimValue : -1) ?? []]);
}
