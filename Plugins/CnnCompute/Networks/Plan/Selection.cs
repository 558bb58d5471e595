// The nodes a plan runs: what its roots and fetches reach, later fused and given recipes.
namespace CnnCompute;

/// <summary>A part of a graph by node id; passes of the compiler replace nodes in it and leave the graph alone.</summary>
internal sealed class Selection
{
    private readonly Dictionary<int, int> roots = [];

    private Selection(Graph graph) => Graph = graph;

    /// <summary>The graph the nodes belong to.</summary>
    public Graph Graph { get; }

    /// <summary>Nodes by id, ascending; sources are among them.</summary>
    public SortedDictionary<int, Node> Nodes { get; } = [];

    /// <summary>Tensors that must be readable after the run.</summary>
    public HashSet<int> Fetched { get; } = [];

    /// <summary>The recipe of every node that computes.</summary>
    public Dictionary<int, Recipe> Recipes { get; } = [];

    /// <summary>Whether the recipes are those that the caller had stored.</summary>
    public bool HasStoredRecipes { get; set; }

    /// <summary>Parameters that some node writes.</summary>
    public HashSet<Parameter> Updated { get; } = [];

    /// <summary>What <paramref name="rootTensors"/> and <paramref name="fetch"/> depend on. A root with an output counts as fetched.</summary>
    /// <exception cref="ArgumentException">Nothing to do, or tensors of different graphs.</exception>
    public static Selection Reachable(IReadOnlyList<Tensor> rootTensors, IReadOnlyList<Tensor> fetch)
    {
        if (rootTensors.Count + fetch.Count == 0)
            throw new ArgumentException("A plan needs at least one root (an update or an image sink) or one tensor to fetch");
        var graph = rootTensors.Concat(fetch).First().Graph;
        var selection = new Selection(graph);
        var stack = new Stack<int>();
        foreach (var tensor in rootTensors.Concat(fetch))
        {
            if (!ReferenceEquals(tensor.Graph, graph))
                throw new ArgumentException($"A plan's roots and fetches must be of one graph; {tensor} is of another");
            stack.Push(tensor.Id);
            if (tensor.Node.HasOutput)
                selection.Fetched.Add(tensor.Id);
            else if (fetch.Contains(tensor))
                throw new ArgumentException($"{tensor.Node} has no output that could be fetched; pass it as a root");
        }
        while (stack.TryPop(out var id))
        {
            if (!selection.Nodes.TryAdd(id, graph.Nodes[id]))
                continue;
            foreach (var input in graph.Nodes[id].Inputs)
                stack.Push(input.Id);
        }
        foreach (var node in selection.Nodes.Values)
        {
            if (node.Op is UpdateOp update)
                selection.Updated.UnionWith(update.Writes);
        }
        return selection;
    }

    /// <summary>The tensor whose memory <paramref name="id"/> is: itself unless it is a view.</summary>
    public int Root(int id)
    {
        if (roots.TryGetValue(id, out var root))
            return root;
        var node = Nodes[id];
        var alias = node.Op.Aliases(node);
        return roots[id] = alias < 0 ? id : Root(node.Inputs[alias].Id);
    }

    /// <summary>Whether the node is a view or a source: it runs nothing.</summary>
    public static bool IsSilent(Node node) => node.Op is SourceOp || node.Op.Aliases(node) >= 0;

    /// <summary>The parameter whose value before the run tensor <paramref name="id"/> is, seen through views; null for anything else.</summary>
    public Parameter? ParameterOf(int id) => Nodes[Root(id)].Op is ParameterOp p ? p.Parameter : null;
}
