// One case of ONNX's own tests: a model, and what it gives for stored inputs.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>A folder with model.onnx and test_data_set_N/input_M.pb, output_M.pb.</summary>
public sealed class ConformanceCase
{
    private ConformanceCase(string folder, string root)
    {
        (Folder, Name) = (folder, Path.GetRelativePath(root, folder));
        var file = Path.Combine(folder, "model.onnx");
        GraphProto graph;
        try
        {
            graph = OnnxFile.Model(file).Graph ?? new GraphProto();
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Error = e.Message;
            return;
        }
        Error = graph.Node.Count == 0 ? $"{file}: it holds no graph" : null;
        Operators = [.. graph.Node.Select(n => (n.Domain is "ai.onnx" ? "" : n.Domain, n.OpType)).Distinct()];
        Types =
        [
            .. graph.Input.Concat(graph.Output).Select(v => v.Type?.TensorType is { } tensor ? (OnnxType)tensor.ElemType : OnnxType.Undefined)
                .Concat(graph.Initializer.Select(t => (OnnxType)t.DataType)).Distinct()
        ];
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The folder's path below the one that was searched.</summary>
    public string Name { get; }

    /// <summary>Why the model cannot be read; null where it can.</summary>
    public string? Error { get; }

    /// <summary>Its operators, each once; none where the model cannot be read.</summary>
    public IReadOnlyList<(string Domain, string Name)> Operators { get; } = [];

    /// <summary>Element types of its inputs, outputs and initializers; Undefined for what is no tensor.</summary>
    internal IReadOnlyList<OnnxType> Types { get; } = [];

    /// <summary>The operators that are not imported.</summary>
    public IEnumerable<(string Domain, string Name)> Unsupported => Operators.Where(o => !OnnxOperators.Knows(o.Domain, o.Name));

    /// <summary>
    /// Whether all tensors are of numbers or truth values: of float32, int64 and bool, or of types that are converted to those as models' are.
    /// </summary>
    public bool IsOfTheSetsTypes => Types.All(t => t.IsKnown());

    /// <summary>Whether one of them is converted.</summary>
    public bool IsConverted => Types.Any(t => t is not (OnnxType.Float or OnnxType.Int64 or OnnxType.Bool));

    /// <summary>All cases below a folder, by name.</summary>
    public static IReadOnlyList<ConformanceCase> Find(string root) =>
    [
        .. Directory.EnumerateFiles(root, "model.onnx", SearchOption.AllDirectories).Select(f => Path.GetDirectoryName(f)!)
            .Order(StringComparer.Ordinal).Select(f => new ConformanceCase(f, root))
    ];

    /// <summary>Inputs and expected outputs of each data set, in the model's order.</summary>
    internal IEnumerable<(IReadOnlyList<OnnxArray> Inputs, IReadOnlyList<OnnxArray> Outputs)> DataSets() =>
        Directory.GetDirectories(Folder, "test_data_set_*").Order(StringComparer.Ordinal)
            .Select(set => (Arrays(set, "input"), Arrays(set, "output")));

    private static IReadOnlyList<OnnxArray> Arrays(string set, string kind) =>
        [.. Enumerable.Range(0, Directory.GetFiles(set, $"{kind}_*.pb").Length)
            .Select(i => OnnxTensors.Load(Path.Combine(set, $"{kind}_{i}.pb")).Array)];
}
