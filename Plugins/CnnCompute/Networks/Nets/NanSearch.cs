// Finds the first layer of a network that gives not-a-number.
namespace CnnCompute;

/// <summary>Runs a graph again, its layers fetched a few at a time, until one of them holds NaN.</summary>
public static class NanSearch
{
    private const int LayersAtOnce = 24;

    /// <summary>Whether one of the values is not a number.</summary>
    public static bool IsIn(ReadOnlySpan<float> values) => HasAny(values, float.IsNaN);

    /// <summary>As <see cref="Find"/>; where nothing was found, that no layer gives NaN by itself.</summary>
    /// <inheritdoc cref="Find"/>
    public static string Describe(Residence weights, Tensor output, Action<Plan> upload, CancellationToken cancellation = default) =>
        Find(weights, output, upload, cancellation)
            ?? "no layer gives it by itself, so it comes from the order of the arithmetic (--f16 may be the reason)";

    /// <summary>The end of a sentence: which input, weights or layer has NaN first; null where none has.</summary>
    /// <param name="weights">Where the network's weights live.</param>
    /// <param name="output">What was not a number.</param>
    /// <param name="upload">Gives a plan its inputs.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string? Find(Residence weights, Tensor output, Action<Plan> upload, CancellationToken cancellation = default) =>
        Search(weights, [output], Storage.F32, float.IsNaN, "NaN", upload, cancellation);

    /// <summary>As <see cref="Find"/>, for infinities too, in one storage.</summary>
    internal static string? FindNotFinite(Residence weights, IReadOnlyList<Tensor> outputs, Storage storage, Action<Plan> upload) =>
        Search(weights, outputs, storage, value => !float.IsFinite(value), "what is not finite", upload, default);

    private static bool HasAny(ReadOnlySpan<float> values, Func<float, bool> isWrong)
    {
        foreach (var value in values)
        {
            if (isWrong(value))
                return true;
        }
        return false;
    }

    private static string? Search(
        Residence weights, IReadOnlyList<Tensor> outputs, Storage storage, Func<float, bool> isWrong, string what, Action<Plan> upload,
        CancellationToken cancellation)
    {
        var graph = outputs[0].Graph;
        var nodes = Behind(outputs);
        foreach (var node in nodes)
        {
            if (node.Op is ParameterOp { Parameter: { Type: DType.F32 } parameter } && HasAny(weights.Get(parameter), isWrong))
                return $"its weights \"{parameter.Name}\" hold {what}, which {Reader(nodes, node)} reads";
        }
        foreach (var part in nodes.Where(n => n.HasOutput && n.Type == DType.F32 && n.Op is not ParameterOp).Chunk(LayersAtOnce))
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor[] fetch = [.. part.Select(n => new Tensor(graph, n.Id))];
            using var plan = Plan.Compile(weights, [], fetch, options: new PlanOptions { Name = "search for NaN", Tune = false, Storage = storage });
            upload(plan);
            plan.Run();
            foreach (var (node, value) in part.Zip(fetch))
            {
                if (HasAny(plan.Fetch(value), isWrong))
                    return node.Op is SourceOp ? $"its input \"{node.Name}\" holds {what}" : $"{Named(nodes, node)} is the first to give it";
            }
        }
        return null;
    }

    private static List<Node> Behind(IReadOnlyList<Tensor> outputs)
    {
        var needed = outputs.Select(o => o.Id).ToHashSet();
        var all = outputs[0].Graph.Nodes;
        for (var id = outputs.Max(o => o.Id); id >= 0; id--)
        {
            if (needed.Contains(id))
                needed.UnionWith(all[id].Inputs.Select(i => i.Id));
        }
        return [.. all.Where(n => needed.Contains(n.Id))];
    }

    private static string Reader(List<Node> nodes, Node parameter) =>
        nodes.Find(n => n.Inputs.Any(i => i.Id == parameter.Id)) is { } reader ? Named(nodes, reader) : "the network";

    // Steps that an imported operator is made of have no names; the operator's result has.
    private static string Named(List<Node> nodes, Node node)
    {
        if (node.Name is { } name)
            return $"the layer \"{name}\" ({node.Op.Name})";
        var behind = new HashSet<int> { node.Id };
        foreach (var later in nodes.Where(n => n.Id > node.Id))
        {
            if (!later.Inputs.Any(i => behind.Contains(i.Id)))
                continue;
            behind.Add(later.Id);
            if (later.Name is { } after)
                return $"a {node.Op.Name} on the way to the layer \"{after}\"";
        }
        return $"a {node.Op.Name} of {node.Shape}";
    }
}
