// The order in which a plan's nodes run.
namespace CnnCompute;

/// <summary>
/// Orders nodes so that inputs come first, every reader of a parameter runs before its first update, updates of one parameter keep the order in which
/// they were appended, and few bytes are alive at once: of four topological orders the one with the lowest peak is taken.
/// </summary>
internal sealed class Schedule
{
    private readonly Selection selection;
    private readonly HalfStorage storage;
    private readonly Node[] nodes;
    private readonly Dictionary<int, int> indices = [];
    private readonly List<int>[] after;
    private readonly int[] waits;
    private readonly int[][] reads;

    private Schedule(Selection selection, Prologue prologue, bool budgeted, HalfStorage storage)
    {
        (this.selection, this.storage) = (selection, storage);
        nodes = [.. selection.Nodes.Values.Where(n => !Selection.IsSilent(n) && !prologue.Contains(n.Id))];
        for (var i = 0; i < nodes.Length; i++)
            indices[nodes[i].Id] = i;
        after = [.. nodes.Select(_ => new List<int>())];
        waits = new int[nodes.Length];
        reads = [.. nodes.Select(n => n.Inputs.Select(i => selection.Root(i.Id)).Where(indices.ContainsKey).Select(r => indices[r]).Distinct().ToArray())];
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var read in reads[i])
                Edge(read, i);
        }
        OrderUpdates();
        OrderImages(budgeted);
        Nodes = Best(budgeted);
    }

    /// <summary>The nodes that compute, in order; views and the prologue are not among them.</summary>
    public IReadOnlyList<Node> Nodes { get; }

    /// <summary>
    /// Updates that read the value which some parameter had before the run, although another update of it comes first: they read a snapshot.
    /// Pairs of parameter and reading node.
    /// </summary>
    public HashSet<(Parameter Parameter, int Reader)> Snapshots { get; } = [];

    /// <summary>Orders a selection's nodes.</summary>
    /// <param name="selection">Fused nodes with their recipes.</param>
    /// <param name="prologue">What is left out.</param>
    /// <param name="budgeted">Whether images are read as early and written as late as possible.</param>
    /// <param name="storage">How tensors are stored; null for 32 bits.</param>
    public static Schedule Of(Selection selection, Prologue prologue, bool budgeted = false, HalfStorage? storage = null) =>
        new(selection, prologue, budgeted, storage ?? HalfStorage.None(selection));

    private void Edge(int before, int later)
    {
        after[before].Add(later);
        waits[later]++;
    }

    // Readers before the first update, updates of one parameter in the order of their ids; a later update that wants the old value gets a snapshot.
    private void OrderUpdates()
    {
        var writers = new Dictionary<Parameter, List<int>>();
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var parameter in nodes[i].Op is UpdateOp update ? update.Writes : [])
            {
                if (!writers.TryGetValue(parameter, out var list))
                    writers[parameter] = list = [];
                if (list.Count > 0 && list[^1] != i)
                    Edge(list[^1], i);
                list.Add(i);
            }
        }
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var parameter in nodes[i].Inputs.Select(t => selection.ParameterOf(t.Id)).OfType<Parameter>().Distinct())
            {
                if (!writers.TryGetValue(parameter, out var list) || list[0] == i)
                    continue;
                if (nodes[i].Op is UpdateOp && i > list[0])
                    Snapshots.Add((parameter, nodes[i].Id));
                else
                    Edge(i, list[0]);
            }
        }
    }

    // Nodes that touch one image keep their order if one of them writes it.
    private void OrderImages(bool budgeted)
    {
        var users = new Dictionary<string, List<int>>();
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var name in Images(nodes[i]))
            {
                if (!users.TryGetValue(name, out var list))
                    users[name] = list = [];
                foreach (var other in list)
                {
                    if (nodes[i].Op is not ImageSinkOp && nodes[other].Op is not ImageSinkOp)
                        continue;
                    if (budgeted && (nodes[i].Op is not ImageSinkOp || nodes[other].Op is not ImageSinkOp))
                        throw new InvalidOperationException(
                            $"Image \"{name}\" is read and written by one plan, which cannot run over several frames; use two plans or two images");
                    Edge(other, i);
                }
                list.Add(i);
            }
        }
    }

    private IEnumerable<string> Images(Node node) =>
        selection.Recipes[node.Id].Steps.SelectMany(s => s.Bindings).Where(b => b.Kind == OperandKind.Image).Select(b => b.Name!).Distinct();

    private List<Node> Best(bool budgeted)
    {
        var rank = new int[nodes.Length];
        Array.Fill(rank, 1);
        if (budgeted)
        {
            // What reads images, and what that needs, goes first; sinks go last.
            for (var i = 0; i < nodes.Length; i++)
            {
                if (nodes[i].Op is ImageSinkOp)
                    rank[i] = 2;
                else if (Images(nodes[i]).Any())
                    MarkFirst(i, rank);
            }
        }
        Func<int, int[], long>[] greed = [(_, _) => 0, Growth, (i, readers) => Growth(i, readers) < 0 ? -1 : 0];
        return [.. greed.Select(g => Greedy(rank, g)).Append(DepthFirst(rank)).MinBy(Peak)!.Select(i => nodes[i])];
    }

    private void MarkFirst(int i, int[] rank)
    {
        if (rank[i] == 0)
            return;
        rank[i] = 0;
        foreach (var read in reads[i])
            MarkFirst(read, rank);
    }

    // Repeatedly takes the ready node of the lowest rank, then score, then id.
    private int[] Greedy(int[] rank, Func<int, int[], long> score)
    {
        var waiting = (int[])waits.Clone();
        var readers = Readers();
        var ready = new SortedSet<(int Rank, int Index)>();
        for (var i = 0; i < nodes.Length; i++)
        {
            if (waiting[i] == 0)
                ready.Add((rank[i], i));
        }
        var order = new List<int>(nodes.Length);
        while (ready.Count > 0)
        {
            var lowest = ready.Min.Rank;
            var next = ready.TakeWhile(r => r.Rank == lowest).MinBy(r => (score(r.Index, readers), r.Index));
            ready.Remove(next);
            order.Add(next.Index);
            foreach (var read in reads[next.Index])
                readers[read]--;
            foreach (var later in after[next.Index])
            {
                if (--waiting[later] == 0)
                    ready.Add((rank[later], later));
            }
        }
        return order.Count == nodes.Length
            ? [.. order]
            : throw new InvalidOperationException("The updates of this plan wait for each other; split them into two plans");
    }

    // Walks from the nodes that nobody reads back to what they need, so that values are made shortly before they are used.
    private int[] DepthFirst(int[] rank)
    {
        var before = new List<int>[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
            before[i] = [];
        for (var i = 0; i < nodes.Length; i++)
        {
            foreach (var later in after[i])
                before[later].Add(i);
        }
        var order = new List<int>(nodes.Length);
        var done = new bool[nodes.Length];
        var stack = new Stack<(int Index, bool Opened)>();
        foreach (var start in Enumerable.Range(0, nodes.Length).OrderBy(i => rank[i]).ThenBy(i => i))
        {
            if (after[start].Count > 0 && rank[start] != 0)
                continue;
            stack.Push((start, false));
            while (stack.TryPop(out var top))
            {
                if (done[top.Index])
                    continue;
                if (top.Opened)
                {
                    done[top.Index] = true;
                    order.Add(top.Index);
                    continue;
                }
                stack.Push((top.Index, true));
                foreach (var b in before[top.Index].OrderDescending())
                {
                    if (!done[b])
                        stack.Push((b, false));
                }
            }
        }
        return [.. order];
    }

    private int[] Readers()
    {
        var readers = new int[nodes.Length];
        foreach (var read in reads.SelectMany(r => r))
            readers[read]++;
        foreach (var id in selection.Fetched)
        {
            if (indices.TryGetValue(selection.Root(id), out var i))
                readers[i] += nodes.Length;
        }
        return readers;
    }

    private long Growth(int i, int[] readers) => OutputBytes(i) - reads[i].Sum(r => readers[r] == 1 ? OutputBytes(r) : 0);

    private long OutputBytes(int i) => nodes[i].HasOutput ? Place.RoundUp(storage.Bytes(nodes[i].Id)) : 0;

    private long Peak(int[] order)
    {
        var readers = Readers();
        long live = 0, peak = 0;
        foreach (var i in order)
        {
            live += OutputBytes(i);
            peak = Math.Max(peak, live + selection.Recipes[nodes[i].Id].Scratch.Select((b, k) => Place.RoundUp(storage.Bytes(nodes[i], OperandKind.Scratch, k, b))).Sum());
            foreach (var read in reads[i])
            {
                if (--readers[read] == 0)
                    live -= OutputBytes(read);
            }
        }
        return peak;
    }
}
