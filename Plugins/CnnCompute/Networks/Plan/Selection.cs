// The nodes a plan runs: what its roots and fetches reach.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>A part of a graph. The graph is left alone: a pass that changes nodes makes another selection.</summary>
internal sealed class Selection
{
    private readonly ImmutableArray<Node?> byId;
    private readonly ImmutableArray<int> roots;

    private Selection(Graph graph, ImmutableArray<Node> nodes, ImmutableArray<int> fetched, IReadOnlySet<Parameter> updated)
    {
        (Graph, Nodes, Fetched, Updated) = (graph, nodes, fetched, updated);
        var (found, seen) = (new Node?[graph.Nodes.Count], new int[graph.Nodes.Count]);
        foreach (var node in nodes)
        {
            found[node.Id] = node;
            var alias = node.Op.Aliases(node);
            seen[node.Id] = alias < 0 ? node.Id : seen[node.Inputs[alias].Id];
        }
        (byId, roots) = ([.. found], [.. seen]);
        Computing = [.. nodes.Where(n => !IsSilent(n))];
    }

    /// <summary>The graph the nodes belong to.</summary>
    public Graph Graph { get; }

    /// <summary>Nodes by ascending id; sources and views are among them.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>Those of the nodes that run something.</summary>
    public ImmutableArray<Node> Computing { get; }

    /// <summary>Tensors that must be readable after the run.</summary>
    public ImmutableArray<int> Fetched { get; }

    /// <summary>Parameters that some node writes.</summary>
    public IReadOnlySet<Parameter> Updated { get; }

    /// <summary>The node that makes tensor <paramref name="id"/>.</summary>
    public Node this[int id] => byId[id] ?? throw new ArgumentOutOfRangeException(nameof(id), $"%{id} is not among the selected nodes");

    /// <summary>What <paramref name="rootTensors"/> and <paramref name="fetch"/> depend on. A root with an output counts as fetched.</summary>
    /// <exception cref="ArgumentException">Nothing to do, or tensors of different graphs.</exception>
    public static Selection Reachable(IReadOnlyList<Tensor> rootTensors, IReadOnlyList<Tensor> fetch)
    {
        if (rootTensors.Count + fetch.Count == 0)
            throw new ArgumentException("A plan needs at least one root (an update or an image sink) or one tensor to fetch");
        var graph = rootTensors.Concat(fetch).First().Graph;
        var (fetched, found, stack) = (new List<int>(), new bool[graph.Nodes.Count], new Stack<int>());
        foreach (var tensor in rootTensors.Concat(fetch))
        {
            if (!ReferenceEquals(tensor.Graph, graph))
                throw new ArgumentException($"A plan's roots and fetches must be of one graph; {tensor} is of another");
            stack.Push(tensor.Id);
            if (tensor.Node.HasOutput)
                fetched.Add(tensor.Id);
            else if (fetch.Contains(tensor))
                throw new ArgumentException($"{tensor.Node} has no output that could be fetched; pass it as a root");
        }
        while (stack.TryPop(out var id))
        {
            if (found[id])
                continue;
            found[id] = true;
            foreach (var input in graph.Nodes[id].Inputs)
                stack.Push(input.Id);
        }
        ImmutableArray<Node> nodes = [.. graph.Nodes.Where(n => found[n.Id])];
        return new Selection(graph, nodes, [.. fetched.Distinct()], nodes.SelectMany(n => n.Op is UpdateOp update ? update.Writes : []).ToHashSet());
    }

    /// <summary>The same wishes met by other nodes, given by ascending id.</summary>
    public Selection With(IEnumerable<Node> nodes) => new(Graph, [.. nodes], Fetched, Updated);

    /// <summary>The tensor whose memory <paramref name="id"/> is: itself unless it is a view.</summary>
    public int Root(int id) => roots[id];

    /// <summary>The parameter whose value before the run tensor <paramref name="id"/> is, seen through views; null for anything else.</summary>
    public Parameter? ParameterOf(int id) => this[Root(id)].Op is ParameterOp p ? p.Parameter : null;

    // A view or a source runs nothing.
    private static bool IsSilent(Node node) => node.Op is SourceOp || node.Op.Aliases(node) >= 0;
}
