// One import of a model into a graph.
using CnnCompute.Protobuf;

namespace CnnCompute;

/// <summary>
/// The values of a model while its nodes are appended to a graph, by their names in the file. What is computed from known values alone is computed at
/// once, on the CPU, as long as it is small; everything else becomes nodes.
/// </summary>
internal sealed class OnnxImport
{
    /// <summary>The most values of an array computed at import.</summary>
    public const int MostFolded = 1 << 20;

    /// <summary>The most values that one import computes, arrays of shapes and sizes apart.</summary>
    public const int MostFoldedInAll = 1 << 24;

    // Arrays of no more values do not count: a node of the file takes as much.
    private const int FewValues = 64;

    // Initial values of parameters are folded only where they could be sizes or scales.
    private const int MostLive = 4096;

    private readonly OnnxSource source;

    // The model's values, then those of the branches that are being appended, from the outermost to the innermost.
    private readonly List<(Dictionary<string, OnnxValue> Values, IReadOnlySet<string> Used)> scopes;
    private long folded;

    /// <summary>Begins one.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="source">The model's arrays and operator sets.</param>
    /// <param name="used">Names that nodes or outputs of the model read.</param>
    public OnnxImport(Graph graph, OnnxSource source, IReadOnlySet<string> used) => (Graph, this.source, scopes) = (graph, source, [([], used)]);

    /// <summary>The graph that is being built.</summary>
    public Graph Graph { get; }

    /// <summary>Version of the operator set that a node is of.</summary>
    public long OpsetOf(NodeProto node) => source.Opsets.TryGetValue(node, out var own) ? own : source.Opset;

    /// <summary>Reads a tensor that is an attribute.</summary>
    public OnnxArray Read(TensorProto tensor, string name) => source.Constants.Read(tensor, name);

    /// <summary>The value called <paramref name="name"/>, or null.</summary>
    public OnnxValue? Find(string name)
    {
        for (var i = scopes.Count - 1; i >= 0; i--)
        {
            if (scopes[i].Values.TryGetValue(name, out var value))
                return value;
        }
        return null;
    }

    /// <summary>Whether a node or an output beside it reads the value called <paramref name="name"/>.</summary>
    public bool IsUsed(string name) => scopes[^1].Used.Contains(name);

    /// <summary>Makes a value known under a name, and its tensor fetchable by it.</summary>
    public void Set(string name, OnnxValue value)
    {
        scopes[^1].Values[name] = value;
        if (value.Tensor is { } tensor && !Graph.Names.ContainsKey(name))
            tensor.Named(name);
    }

    /// <summary>A known array as a tensor of the graph.</summary>
    public Tensor Materialize(string name, OnnxArray array) => Graph.Parameter(source.Constants.Materialize(name, array));

    /// <summary>Appends one node, or computes it.</summary>
    /// <exception cref="InvalidDataException">It does not fit; names the node, the shapes and the rule.</exception>
    /// <exception cref="OnnxConstantException">Values must be known that are not.</exception>
    public void Apply(NodeProto proto)
    {
        var inputs = new OnnxValue?[proto.Input.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (proto.Input[i].Length > 0 && (inputs[i] = Find(proto.Input[i])) is null)
                throw new InvalidDataException($"{OnnxNode.Describe(proto)} reads \"{proto.Input[i]}\", which nothing before it makes");
        }
        var node = new OnnxNode(proto, this, inputs);
        OnnxValue[] results;
        try
        {
            results = Evaluate(proto, node, inputs);
        }
        catch (Exception e) when (IsMisfit(e) && e is not (OnnxConstantException or OnnxOperatorException))
        {
            var shapes = string.Join(", ", inputs.Select(v => v is null ? "none" : $"[{string.Join(",", v.Dims)}]"));
            throw new InvalidDataException($"{OnnxNode.Describe(proto)} (opset {OpsetOf(proto)}) of {shapes}: {e.Message}", e);
        }
        var origins = Origins(inputs);
        for (var i = 0; i < proto.Output.Count; i++)
        {
            if (proto.Output[i].Length == 0)
                continue;
            if (i >= results.Length && !IsUsed(proto.Output[i]))
                continue;
            if (i >= results.Length)
                throw node.Bad($"output {i} \"{proto.Output[i]}\" is not made by this operator");
            // What a branch gives comes from what its nodes read as well.
            Set(proto.Output[i], results[i].From(IsBranch(proto) ? Origins([results[i], .. inputs]) : origins));
        }
    }

    // One list is shared as long as nothing new joins it; of very many inputs the first are named.
    private static IReadOnlyList<string> Origins(IEnumerable<OnnxValue?> values)
    {
        const int Most = 64;
        IReadOnlyList<string> all = [];
        foreach (var own in values.Select(v => v?.Origins ?? []))
        {
            if (all.Count == 0)
                all = own;
            else if (all.Count < Most && !ReferenceEquals(all, own) && own.Except(all).Any())
                all = [.. all.Union(own).Take(Most)];
        }
        return all;
    }

    private static bool IsBranch(NodeProto proto) => proto.OpType == "If" && proto.Domain is "" or "ai.onnx";

    // The branch of an If whose condition is known at import; its nodes see what lies outside.
    private OnnxValue[] Branch(OnnxNode node)
    {
        var graph = node.Subgraph(node.One(0)[0] != 0 ? "then_branch" : "else_branch");
        OnnxUnsupported.Check(graph, OpsetOf);
        scopes.Add(([], new HashSet<string>([.. graph.Node.SelectMany(OnnxNames.Reads), .. graph.Output.Select(o => o.Name)])));
        try
        {
            foreach (var tensor in graph.Initializer)
                Set(tensor.Name, Read(tensor, tensor.Name));
            var made = graph.Node.SelectMany(n => n.Output).ToHashSet();
            foreach (var inner in OnnxOrder.Of([.. graph.Node], name => !made.Contains(name), []))
                Apply(inner);
            return [.. graph.Output.Select(o => Find(o.Name) ?? throw node.Bad($"its branch does not make \"{o.Name}\""))];
        }
        finally
        {
            scopes.RemoveAt(scopes.Count - 1);
        }
    }

    // What operators throw at arguments that do not fit; at the worst, at those that no operator checks.
    private static bool IsMisfit(Exception e) => e is ArgumentException or NotSupportedException or ArithmeticException or InvalidCastException
        or IndexOutOfRangeException or InvalidOperationException or KeyNotFoundException;

    private OnnxValue[] Evaluate(NodeProto proto, OnnxNode node, OnnxValue?[] inputs)
    {
        if (IsBranch(proto))
            return Branch(node);
        // Those of branches; the model's own are read with its file.
        if (proto.OpType == "Constant" && proto.Domain is "" or "ai.onnx")
            return [source.Constants.OfNode(proto)];
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
        if (inputs.Any(v => v is not null && v.Dims.Contains(0)) && (EmptyTensors.Evaluate(node) ?? OfNoBatch(proto, inputs)) is { } nothing)
            return nothing;
        if (importer is null)
            throw Unknown(proto, node, inputs, "is computed at import alone, from known arrays that are not too large");
        var results = importer(node);
        Spend(node, results.Where(r => r.IsKnown && r.Tensor is null && !inputs.Contains(r)).Sum(Count));
        return results;
    }

    // What a node gives for a batch of one picture tells what it gives for none.
    private OnnxValue[]? OfNoBatch(NodeProto proto, OnnxValue?[] inputs)
    {
        if (!EmptyTensors.WorksOnBatches(proto.OpType) || inputs[0] is not { Dims: [0, ..] }
            || inputs.Any(v => v is not null && v.Dims.Skip(1).Contains(0)))
        {
            return null;
        }
        var one = new OnnxImport(new Graph(), source, scopes[^1].Used);
        OnnxValue? StandIn(OnnxValue? value, int i) => value switch
        {
            // A list without numbers stays one.
            { Dims: [0, _, ..] and [_, .. var rest] } => one.Graph.Input($"{i}", new Shape([1, .. rest]), value.Type),
            { Tensor: { } tensor } => one.Graph.Input($"{i}", tensor.Shape, tensor.Type),
            _ => value,
        };
        var results = OnnxOperators.Find(proto.Domain, proto.OpType)!(new OnnxNode(proto, one, [.. inputs.Select(StandIn)]));
        return [.. results.Select(r => (OnnxValue)EmptyTensors.Of(r.Type, [0, .. r.Dims[1..]]))];
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
