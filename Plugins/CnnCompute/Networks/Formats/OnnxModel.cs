// Import of ONNX models.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>
/// A model read from an ONNX file. As a module it appends its nodes to any graph; its initializers are its parameters, under their own
/// names, and every value of the file can be fetched by the name it has there.
/// </summary>
public sealed class OnnxModel : Module
{
    private readonly string path;
    private readonly GraphProto proto;
    private readonly NodeProto[] nodes;
    private readonly OnnxConstants constants;
    private readonly OnnxSource source;
    private readonly HashSet<string> used;

    private OnnxModel(string path, ModelProto model)
    {
        (this.path, proto) = (path, model.Graph);
        Opset = model.OpsetImport.FirstOrDefault(o => o.Domain is "" or "ai.onnx")?.Version
            ?? throw new InvalidDataException("it names no operator set");
        var opsets = OnnxFunctions.Inline(model, Opset);
        foreach (var version in opsets.Values.Distinct().Prepend(Opset))
        {
            if (version is < OnnxOperators.FirstOpset or > OnnxOperators.LastOpset)
                throw new NotSupportedException($"opset {version} is not supported; {OnnxOperators.FirstOpset} to {OnnxOperators.LastOpset} are");
        }
        OnnxUnsupported.Check(proto, n => opsets.GetValueOrDefault(n, Opset));
        if (proto.SparseInitializer.Count > 0)
            throw new NotSupportedException("it has sparse initializers, which are not read; store them as dense ones");
        constants = new OnnxConstants(proto, new ExternalData(path));
        source = new OnnxSource(constants, Opset, opsets);
        Inputs = [.. proto.Input.Where(i => !constants.Contains(i.Name)).Select(OnnxPort.Of)];
        Outputs = [.. proto.Output.Select(OnnxPort.Of)];
        nodes = OnnxOrder.Of([.. proto.Node.Where(n => !constants.Holds(n))], constants.Contains, [.. Inputs.Select(i => i.Name)]);
        if (Inputs.FirstOrDefault(i => !i.IsTensor) is { } odd)
            throw new NotSupportedException($"input {odd} is {odd.Kind}; tensors of numbers and truth values are read");
        used = [.. nodes.SelectMany(OnnxNames.Reads), .. Outputs.Select(o => o.Name)];
        Metadata = model.MetadataProps.GroupBy(p => p.Key).ToDictionary(g => g.Key, g => g.Last().Value);
        if (Outputs.Count == 0)
            throw new InvalidDataException("it declares no outputs");
        // The arrays live in the parameters now.
        proto.Initializer.Clear();
    }

    /// <summary>The graph's name in the file.</summary>
    public string Name => proto.Name;

    /// <summary>Version of the operator set.</summary>
    public long Opset { get; }

    /// <summary>Inputs that are no initializers.</summary>
    public IReadOnlyList<OnnxPort> Inputs { get; }

    /// <summary>Outputs in the file's order; <see cref="Forward"/> gives the first.</summary>
    public IReadOnlyList<OnnxPort> Outputs { get; }

    /// <summary>The file's own notes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>How often each operator occurs.</summary>
    public IReadOnlyDictionary<string, int> OperatorCounts => nodes.GroupBy(n => n.OpType).ToDictionary(g => g.Key, g => g.Count());

    /// <summary>Reads a model, checks that every operator is known and, where the file gives all sizes, that the shapes fit.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no ONNX model; it is named.</exception>
    /// <exception cref="NotSupportedException">An operator or an opset is not known; names it, its node and the opset.</exception>
    public static OnnxModel Load(string path)
    {
        var proto = OnnxFile.Model(path);
        try
        {
            if (proto.Graph is null || proto.Graph.Node.Count == 0)
                throw new InvalidDataException("it holds no graph: no ONNX model, or only a part of one; fetch the file again");
            var model = new OnnxModel(path, proto);
            if (model.Inputs.All(i => i.Dimensions.Skip(1).All(d => d >= 0)))
                model.TryBuild();
            return model;
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
        catch (NotSupportedException e) when (!e.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// A graph of the model alone, its inputs declared under their names with the file's sizes (an open first one is <paramref name="batch"/>).
    /// </summary>
    /// <exception cref="InvalidDataException">The file leaves other sizes open; give the inputs' shapes.</exception>
    public Graph Build(int batch = 1) => NamingTheFile(() => BuildNodes(batch, new Dictionary<string, Shape>(), null));

    /// <summary>
    /// A graph of the model alone, its inputs declared under their names: with the given shapes where there are some, else with the file's, in which
    /// sizes of the same name as a given one follow it.
    /// </summary>
    /// <param name="shapes">Shapes by input name.</param>
    /// <param name="known">Inputs that are constants, by name.</param>
    /// <exception cref="InvalidDataException">Sizes are open or contradict each other, or shapes do not fit; names the file and the node.</exception>
    /// <exception cref="OnnxConstantException">An operator needs an input at import; bind it as a constant.</exception>
    public Graph Build(IReadOnlyDictionary<string, Shape> shapes, IReadOnlyDictionary<string, OnnxArray>? known = null) =>
        NamingTheFile(() => BuildNodes(1, shapes, known));

    /// <summary>Appends the model, applied to its only input, and gives its first output.</summary>
    public override Tensor Forward(Tensor x) => Inputs.Count == 1
        ? Import(x.Graph, new Dictionary<string, Tensor> { [Inputs[0].Name] = x })[Outputs[0].Name]
        : throw new InvalidOperationException($"{path} has {Inputs.Count} inputs; use Import");

    /// <summary>
    /// Appends the model, applied to tensors by input name; gives its outputs by name. Values keep the file's names where those are free.
    /// </summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="inputs">Tensors by input name.</param>
    /// <param name="known">Inputs that are constants, by name: shapes, axes, scales.</param>
    /// <exception cref="ArgumentException">An input is missing.</exception>
    /// <exception cref="InvalidDataException">Shapes do not fit, or the file is inconsistent; names the file and the node.</exception>
    /// <exception cref="OnnxConstantException">An operator needs an input at import; bind it as a constant.</exception>
    public IReadOnlyDictionary<string, Tensor> Import(
        Graph graph, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, OnnxArray>? known = null) => NamingTheFile(() =>
        {
            var import = Begin(graph, inputs, known);
            return Outputs.Select(o => o.Name).Distinct().ToDictionary(name => name, name => Result(import, name) switch
            {
                { Tensor: { } tensor } => tensor,
                { Parameter: { } parameter } => graph.Parameter(parameter),
                { Known: { Count: > 0 } array } => import.Materialize(name, array),
                var empty => throw new InvalidDataException($"the output \"{name}\" [{string.Join(",", empty.Dims)}] has no elements"),
            });
        });

    /// <summary>
    /// The model on a graph of its own: its first input has shape <paramref name="input"/>, others the file's sizes, in which names follow the first
    /// and an open first size is its batch. Gives inputs and outputs in the file's order.
    /// </summary>
    public (IReadOnlyList<Tensor> Inputs, IReadOnlyDictionary<string, Tensor> Outputs) Apply(Shape input)
    {
        var (graph, sizes, inputs) = (new Graph(), new OnnxSizes(Inputs), new Dictionary<string, Tensor>());
        foreach (var (i, port) in Inputs.Index())
        {
            if (i == 0)
            {
                NamingTheFile(() =>
                {
                    sizes.Bind(port.Name, input);
                    return true;
                });
            }
            inputs[port.Name] = NamingTheFile(() => Declare(graph, port, i == 0 ? input.ToArray() : sizes.Of(port, input.Rank > 0 ? input[0] : 1)));
        }
        return ([.. inputs.Values], Import(graph, inputs));
    }

    /// <summary>As <see cref="Import"/>, but an output that is known at import stays an array.</summary>
    internal IReadOnlyList<OnnxValue> ImportValues(
        Graph graph, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, OnnxArray> known) =>
            NamingTheFile(() =>
            {
                var import = Begin(graph, inputs, known);
                return Outputs.Select(o => Result(import, o.Name)).ToArray();
            });

    /// <inheritdoc/>
    protected override IEnumerable<(string Name, Parameter Parameter, bool IsBuffer)> State() => constants.State;

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
        catch (OnnxConstantException e)
        {
            throw new OnnxConstantException($"{path}: {e.Message}", e.Inputs, e);
        }
        catch (NotSupportedException e)
        {
            throw new NotSupportedException($"{path}: {e.Message}", e);
        }
    }

    // A model may need constants that only its user knows; its shapes are checked when it is used.
    private void TryBuild()
    {
        try
        {
            BuildNodes(1, new Dictionary<string, Shape>(), null);
        }
        catch (OnnxConstantException)
        {
        }
    }

    private Graph BuildNodes(int batch, IReadOnlyDictionary<string, Shape> shapes, IReadOnlyDictionary<string, OnnxArray>? known)
    {
        var sizes = new OnnxSizes(Inputs);
        foreach (var (name, shape) in shapes)
            sizes.Bind(name, shape);
        var graph = new Graph();
        var inputs = new Dictionary<string, Tensor>();
        var arrays = new Dictionary<string, OnnxArray>(known ?? new Dictionary<string, OnnxArray>());
        foreach (var port in Inputs.Where(i => !arrays.ContainsKey(i.Name)))
        {
            var dims = shapes.TryGetValue(port.Name, out var shape) ? shape.ToArray() : sizes.Of(port, batch);
            if (dims.Contains(0))
            {
                arrays[port.Name] = EmptyTensors.Of(port.Type, dims);
            }
            else
            {
                inputs[port.Name] = Declare(graph, port, dims);
            }
        }
        Begin(graph, inputs, arrays);
        return graph;
    }

    private static Tensor Declare(Graph graph, OnnxPort port, int[] dims)
    {
        try
        {
            return graph.Input(port.Name, new Shape(dims), port.Type);
        }
        catch (ShapeException e)
        {
            throw new InvalidDataException($"input {port}: {e.Message}", e);
        }
    }

    private OnnxImport Begin(Graph graph, IReadOnlyDictionary<string, Tensor> inputs, IReadOnlyDictionary<string, OnnxArray>? known)
    {
        var import = new OnnxImport(graph, source, used);
        foreach (var (name, value) in constants.Values)
            import.Set(name, value);
        foreach (var port in Inputs)
        {
            if (known is not null && known.TryGetValue(port.Name, out var array))
                import.Set(port.Name, array);
            else if (inputs.TryGetValue(port.Name, out var tensor))
                import.Set(port.Name, ((OnnxValue)tensor).As(port.ElementType).From([port.Name]));
            else
                throw new ArgumentException($"{path}: input \"{port.Name}\" is not given", nameof(inputs));
        }
        foreach (var node in nodes)
            import.Apply(node);
        foreach (var port in Outputs)
            Result(import, port.Name);
        return import;
    }

    private static OnnxValue Result(OnnxImport import, string name) =>
        import.Find(name) ?? throw new InvalidDataException($"no node makes the output \"{name}\"");
}
