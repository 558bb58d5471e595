// Export of graphs and modules as ONNX models.
using CnnCompute.Protobuf;
using Engine;
using Google.Protobuf;

namespace CnnCompute;

/// <summary>Writes what a graph computes as an ONNX model that other runtimes execute.</summary>
public static class OnnxExport
{
    /// <summary>Version of the operator set of exported models.</summary>
    public const int Opset = 19;

    private const int IrVersion = 9;

    /// <summary>
    /// Writes everything that <paramref name="outputs"/> depend on, atomically. Inputs keep their names and shapes, values theirs, parameters
    /// become initializers under their state-dict keys.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="outputs">Tensors of one graph by the names they get in the file.</param>
    /// <param name="values">Current values of a parameter in NCHW order, such as <c>residence.Get</c>; null for the initial ones.</param>
    /// <param name="name">The graph's name in the file.</param>
    /// <param name="metadata">The file's own notes.</param>
    /// <exception cref="NotSupportedException">An op has no form in ONNX; the node is named.</exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is untouched.</exception>
    public static void Save(
        string path, IReadOnlyDictionary<string, Tensor> outputs, Func<Parameter, float[]>? values = null, string name = "graph",
        IReadOnlyDictionary<string, string>? metadata = null) => Save(path, Write(outputs, values ?? (p => p.Initial), name), metadata);

    private static void Save(string path, ModelProto model, IReadOnlyDictionary<string, string>? metadata)
    {
        foreach (var (key, value) in metadata ?? new Dictionary<string, string>())
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        // Protocol buffers end at two gigabytes.
        if (model.Graph.Initializer.Sum(t => (long)t.RawData.Length) > int.MaxValue - (64 << 20))
        {
            throw new NotSupportedException(
                $"{path}: the model's arrays are larger than an ONNX file may be (2 GB); save its weights as safetensors");
        }
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>
    /// Writes a module as it is in its present mode (call Eval first), applied to one float input called "input"; its result is called "output". An
    /// imported model's input and outputs keep their names. Where the nodes do not depend on the batch, the file leaves its size open.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="module">The network.</param>
    /// <param name="input">Shape of the input, NCHW.</param>
    /// <param name="values">Current values of a parameter; null for the initial ones.</param>
    /// <param name="name">The graph's name in the file; null for the type's.</param>
    /// <param name="metadata">The file's own notes.</param>
    /// <param name="open">Axes of the input, besides the batch, whose sizes shall stay open; they do where the nodes do not depend on them.</param>
    /// <returns>Whether those axes stayed open.</returns>
    /// <inheritdoc cref="Save(string, IReadOnlyDictionary{string, Tensor}, Func{Parameter, float[]}?, string, IReadOnlyDictionary{string, string}?)"
    /// path="/exception"/>
    public static bool Save(
        string path, Module module, Shape input, Func<Parameter, float[]>? values = null, string? name = null,
        IReadOnlyDictionary<string, string>? metadata = null, IReadOnlyList<int>? open = null)
    {
        // This gives the parameters their keys as names too.
        var weights = module.StateDict().Values.ToHashSet();
        var model = Write(Apply(module, input), values ?? (p => p.Initial), name ?? module.GetType().Name);
        if (input.Rank > 0 && module is not OnnxModel { Inputs.Count: not 1 } && HoldsForOtherBatches(module, weights, input, model.Graph))
        {
            foreach (var dimension in model.Graph.Input.Concat(model.Graph.Output).Select(p => p.Type.TensorType.Shape.Dim[0]))
                (dimension.DimValue, dimension.DimParam) = (0, "N");
        }
        var isOpen = open is { Count: > 0 } && module is not OnnxModel { Inputs.Count: not 1 }
            && LeaveOpen(module, weights, input, model.Graph, open);
        Save(path, model, metadata);
        return isOpen;
    }

    // Sizes far enough apart for every stride; what differs in the outputs is open there too.
    private static bool LeaveOpen(Module module, HashSet<Parameter> weights, Shape input, GraphProto graph, IReadOnlyList<int> open)
    {
        const int Further = 64;
        var other = input;
        foreach (var (i, axis) in open.Index())
            other = other.With(axis, other[axis] + Further * (i + 1));
        if (Rewritten(module, weights, other, graph) is not { } outputs)
            return false;
        foreach (var (i, axis) in open.Index())
            Open(graph.Input[0].Type.TensorType.Shape.Dim[axis], $"size_{i}");
        foreach (var port in graph.Output)
        {
            var dims = port.Type.TensorType.Shape.Dim;
            for (var axis = 0; axis < dims.Count; axis++)
            {
                if (dims[axis].DimParam.Length == 0 && dims[axis].DimValue != outputs[port.Name].Shape[axis])
                    Open(dims[axis], $"{port.Name}_{axis}");
            }
        }
        return true;

        static void Open(Protobuf.TensorShapeProto.Types.Dimension dimension, string name) => (dimension.DimValue, dimension.DimParam) = (0, name);
    }

    private static IReadOnlyDictionary<string, Tensor> Apply(Module module, Shape input) => module is OnnxModel onnx
        ? onnx.Apply(input).Outputs
        : new Dictionary<string, Tensor> { ["output"] = module.Forward(new Graph().Input("input", input)) };

    // The same nodes and constants for a larger batch, whose values go along with it; weights are not looked at.
    private static bool HoldsForOtherBatches(Module module, HashSet<Parameter> weights, Shape input, GraphProto graph) =>
        Rewritten(module, weights, input.With(0, input[0] + 1), graph) is { } outputs
            && outputs.Values.All(o => o.Shape is { Rank: > 0 } y && y[0] == input[0] + 1);

    // The outputs for another input where nodes and constants stay the same; null where they do not.
    private static IReadOnlyDictionary<string, Tensor>? Rewritten(Module module, HashSet<Parameter> weights, Shape input, GraphProto graph)
    {
        try
        {
            var outputs = Apply(module, input);
            // What an import computes beforehand is no weight.
            var other = Write(outputs, p => weights.Contains(p) ? [] : p.Initial, "").Graph;
            return other.Node.Equals(graph.Node)
                && other.Initializer.Zip(graph.Initializer).All(t => t.First.RawData.IsEmpty || t.First.Equals(t.Second)) ? outputs : null;
        }
        // A file that fixes its sizes says so by either.
        catch (Exception e) when (e is ShapeException or InvalidDataException or OnnxConstantException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>The model as a message.</summary>
    internal static ModelProto Write(IReadOnlyDictionary<string, Tensor> outputs, Func<Parameter, float[]> values, string name)
    {
        if (outputs.Count == 0)
            throw new ArgumentException("an ONNX model needs at least one output", nameof(outputs));
        var writer = new OnnxWriter(values);
        writer.Write(outputs);
        writer.Graph.Name = name;
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "CnnPlayground", Graph = writer.Graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model;
    }
}
