// Which of a plan's nodes wait for which.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>
/// Inputs come first, every reader of a parameter runs before its first update, updates of one parameter keep the order in which they were appended
/// (docs/architecture.md, "Order of updates"), and so do nodes that touch one image if one of them writes it.
/// </summary>
internal sealed class Dependencies
{
    private readonly IReadOnlyDictionary<int, int> indices;

    private Dependencies(Work work, bool budgeted)
    {
        Nodes = [.. work.Nodes.Computing.Where(n => !work.Derived.Contains(n.Id))];
        indices = Nodes.Select((n, i) => (n.Id, i)).ToDictionary(n => n.Id, n => n.i);
        Reads = [.. Nodes.Select(n => n.Inputs.Select(i => IndexOf(work.Nodes.Root(i.Id))).Where(i => i >= 0).Distinct().ToImmutableArray())];
        var edges = new Edges(Nodes.Length);
        for (var i = 0; i < Nodes.Length; i++)
        {
            foreach (var read in Reads[i])
                edges.Add(read, i);
        }
        Snapshots = OrderUpdates(work.Nodes, edges);
        OrderImages(work.Recipes, budgeted, edges);
        (After, Waits) = ([.. edges.After.Select(a => a.ToImmutableArray())], [.. edges.Waits]);
    }

    /// <summary>The nodes to be ordered, by ascending id; views and derived nodes are not among them.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>By index of a node, the indices of those that make its inputs.</summary>
    public ImmutableArray<ImmutableArray<int>> Reads { get; }

    /// <summary>By index of a node, the indices of those that wait for it, once for each reason.</summary>
    public ImmutableArray<ImmutableArray<int>> After { get; }

    /// <summary>By index of a node, how often it is in <see cref="After"/>.</summary>
    public ImmutableArray<int> Waits { get; }

    /// <summary>
    /// Updates that read the value which some parameter had before the run, although another update of it comes first: they read a snapshot.
    /// Pairs of parameter and reading node.
    /// </summary>
    public ImmutableArray<(Parameter Parameter, int Reader)> Snapshots { get; }

    /// <summary>Finds what waits for what.</summary>
    /// <exception cref="InvalidOperationException">A budgeted plan would read and write one image.</exception>
    public static Dependencies Of(Work work, bool budgeted) => new(work, budgeted);

    /// <summary>The index of the node with <paramref name="id"/>; -1 where it is not to be ordered.</summary>
    public int IndexOf(int id) => indices.TryGetValue(id, out var i) ? i : -1;

    // Readers before the first update, updates of one parameter in the order of their ids; a later update that wants the old value gets a snapshot.
    private ImmutableArray<(Parameter, int)> OrderUpdates(Selection selection, Edges edges)
    {
        var writers = new Dictionary<Parameter, List<int>>();
        for (var i = 0; i < Nodes.Length; i++)
        {
            foreach (var parameter in Nodes[i].Op is UpdateOp update ? update.Writes : [])
            {
                if (!writers.TryGetValue(parameter, out var list))
                    writers[parameter] = list = [];
                if (list.Count > 0 && list[^1] != i)
                    edges.Add(list[^1], i);
                list.Add(i);
            }
        }
        var snapshots = new List<(Parameter, int)>();
        for (var i = 0; i < Nodes.Length; i++)
        {
            foreach (var parameter in Nodes[i].Inputs.Select(t => selection.ParameterOf(t.Id)).OfType<Parameter>().Distinct())
            {
                if (!writers.TryGetValue(parameter, out var list) || list[0] == i)
                    continue;
                if (Nodes[i].Op is UpdateOp && i > list[0])
                    snapshots.Add((parameter, Nodes[i].Id));
                else
                    edges.Add(i, list[0]);
            }
        }
        return [.. snapshots];
    }

    private void OrderImages(ChosenRecipes recipes, bool budgeted, Edges edges)
    {
        var users = new Dictionary<string, List<int>>();
        for (var i = 0; i < Nodes.Length; i++)
        {
            foreach (var name in recipes.Images(Nodes[i]))
            {
                if (!users.TryGetValue(name, out var list))
                    users[name] = list = [];
                foreach (var other in list)
                {
                    if (Nodes[i].Op is not ImageSinkOp && Nodes[other].Op is not ImageSinkOp)
                        continue;
                    if (budgeted && (Nodes[i].Op is not ImageSinkOp || Nodes[other].Op is not ImageSinkOp))
                    {
                        throw new InvalidOperationException(
                            $"Image \"{name}\" is read and written by one plan, which cannot run over several frames; use two plans or two images");
                    }
                    edges.Add(other, i);
                }
                list.Add(i);
            }
        }
    }

    private sealed class Edges(int nodes)
    {
        public List<int>[] After { get; } = [.. Enumerable.Range(0, nodes).Select(_ => new List<int>())];

        public int[] Waits { get; } = new int[nodes];

        public void Add(int before, int later)
        {
            After[before].Add(later);
            Waits[later]++;
        }
    }
}
