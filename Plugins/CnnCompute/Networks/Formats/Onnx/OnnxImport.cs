// One import of a model into a graph.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>
/// The values of a model while its nodes are appended to a graph, by their names in the file. What is computed from known values alone is computed at
/// once, on the CPU, as long as it is small; everything else becomes nodes.
/// </summary>
internal sealed class OnnxImport(
    Graph graph, long opset, IReadOnlySet<string> used, Func<string, OnnxArray, Parameter> parameters, Func<TensorProto, string, OnnxArray> read)
{
    /// <summary>The most values of an array computed at import.</summary>
    public const int MostFolded = 1 << 20;

    /// <summary>The most values that one import computes, arrays of shapes and sizes apart.</summary>
    public const int MostFoldedInAll = 1 << 24;

    // Arrays of no more values do not count: a node of the file takes as much.
    private const int FewValues = 64;

    // Initial values of parameters are folded only where they could be sizes or scales.
    private const int MostLive = 4096;

    private readonly Dictionary<string, OnnxValue> values = [];
    private long folded;

    /// <summary>The graph that is being built.</summary>
    public Graph Graph => graph;

    /// <summary>Version of the operator set.</summary>
    public long Opset => opset;

    /// <summary>Reads a tensor that is an attribute.</summary>
    public OnnxArray Read(TensorProto tensor, string name) => read(tensor, name);

    /// <summary>The value called <paramref name="name"/>, or null.</summary>
    public OnnxValue? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>Whether a node or an output of the model reads the value called <paramref name="name"/>.</summary>
    public bool IsUsed(string name) => used.Contains(name);

    /// <summary>Makes a value known under a name, and its tensor fetchable by it.</summary>
    public void Set(string name, OnnxValue value)
    {
        values[name] = value;
        if (value.Tensor is { } tensor && !graph.Names.ContainsKey(name))
            tensor.Named(name);
    }

    /// <summary>A known array as a tensor of the graph.</summary>
    public Tensor Materialize(string name, OnnxArray array) => graph.Parameter(parameters(name, array));

    /// <summary>Appends one node, or computes it.</summary>
    /// <exception cref="InvalidDataException">It does not fit; names the node, the shapes and the rule.</exception>
    /// <exception cref="OnnxConstantException">Values must be known that are not.</exception>
    public void Apply(NodeProto proto)
    {
        var inputs = new OnnxValue?[proto.Input.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (proto.Input[i].Length > 0 && !values.TryGetValue(proto.Input[i], out inputs[i]))
                throw new InvalidDataException($"{OnnxNode.Describe(proto)} reads \"{proto.Input[i]}\", which nothing before it makes");
        }
        var node = new OnnxNode(proto, this, inputs);
        OnnxValue[] results;
        try
        {
            results = Evaluate(proto, node, inputs);
        }
        catch (Exception e) when (IsMisfit(e) && e is not OnnxConstantException)
        {
            var shapes = string.Join(", ", inputs.Select(v => v is null ? "none" : $"[{string.Join(",", v.Dims)}]"));
            throw new InvalidDataException($"{OnnxNode.Describe(proto)} (opset {opset}) of {shapes}: {e.Message}", e);
        }
        string[] origins = [.. inputs.SelectMany(v => v?.Origins ?? []).Distinct()];
        for (var i = 0; i < proto.Output.Count; i++)
        {
            if (proto.Output[i].Length == 0)
                continue;
            if (i >= results.Length && !used.Contains(proto.Output[i]))
                continue;
            if (i >= results.Length)
                throw node.Bad($"output {i} \"{proto.Output[i]}\" is not made by this operator");
            Set(proto.Output[i], results[i].From(origins));
        }
    }

    // What operators throw at arguments that do not fit; at the worst, at those that no operator checks.
    private static bool IsMisfit(Exception e) => e is ArgumentException or NotSupportedException or ArithmeticException or InvalidCastException
        or IndexOutOfRangeException or InvalidOperationException or KeyNotFoundException;

    private OnnxValue[] Evaluate(NodeProto proto, OnnxNode node, OnnxValue?[] inputs)
    {
        var importer = OnnxOperators.Find(proto.Domain, proto.OpType);
        var (live, known) = (inputs.Any(v => v is { IsLive: true }), inputs.All(v => v is null or { IsKnown: true }));
        var given = inputs.Sum(Count);
        if (known && OnnxOperators.FindFold(proto.Domain, proto.OpType) is { } fold && given <= (live ? MostLive : MostFolded)
            && (given <= FewValues || folded + given <= MostFoldedInAll))
        {
            var arrays = fold(node);
            if (arrays.Length > 0 && arrays.All(a => a.Count <= MostFolded))
            {
                Spend(node, arrays.Sum(a => (long)a.Count));
                OnnxValue[] folded = [.. arrays.Select(a => (OnnxValue)a)];
                return live && importer is not null ? Both(folded, importer, node) : folded;
            }
        }
        if (importer is null)
            throw Unknown(proto, node, inputs, "is computed at import alone, from known arrays that are not too large");
        var results = importer(node);
        Spend(node, results.Where(r => r.IsKnown && r.Tensor is null && !inputs.Contains(r)).Sum(Count));
        return results;
    }

    private void Spend(OnnxNode node, long count)
    {
        if (count > FewValues && (folded += count) > MostFoldedInAll)
            throw node.Bad($"the arrays that this model has computed at import would have more than {MostFoldedInAll} values in all");
    }

    /// <summary>What to throw where a node cannot be computed on the device: it may be at import, once the model's inputs are constants.</summary>
    public static Exception Unknown(NodeProto proto, OnnxNode node, IEnumerable<OnnxValue?> inputs, string why)
    {
        string[] origins = [.. inputs.Where(v => v is { IsKnown: false }).SelectMany(v => v!.Origins).Distinct()];
        return origins.Length > 0 && OnnxOperators.FindFold(proto.Domain, proto.OpType) is not null
            ? new OnnxConstantException(
                $"{node.Bad(why).Message}; bind the model's input {string.Join(", ", origins.Select(o => $"\"{o}\""))} as a constant", origins)
            : node.Bad(why);
    }

    // What a live parameter gives is computed on the device too, where it can be: its values may change.
    private static OnnxValue[] Both(OnnxValue[] folded, Func<OnnxNode, OnnxValue[]> importer, OnnxNode node)
    {
        try
        {
            var computed = importer(node);
            return [.. folded.Zip(computed, (f, c) => c.Tensor is { } tensor ? f.With(tensor, isLive: true) : f)];
        }
        catch (Exception e) when (IsMisfit(e) || e is InvalidDataException)
        {
            return folded;
        }
    }

    private static long Count(OnnxValue? value) => value is null ? 0 : value.Dims.Aggregate(1L, (n, d) => Math.Min(n * d, int.MaxValue));
}
