// The order in which a plan's nodes run.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>Of four topological orders of the nodes, the one in which the fewest bytes are alive at once.</summary>
internal sealed class Schedule
{
    // Of more nodes that are ready at once the first are compared: the time for a plan stays in proportion to its nodes.
    private const int MostCompared = 512;

    private readonly Work work;
    private readonly Dependencies dependencies;
    private readonly ImmutableArray<long> outputBytes, scratchBytes;

    private Schedule(Work work, Dependencies dependencies, bool budgeted)
    {
        (this.work, this.dependencies) = (work, dependencies);
        outputBytes = [.. dependencies.Nodes.Select(n => n.HasOutput ? Place.RoundUp(work.Storage.Bytes(n.Id)) : 0)];
        scratchBytes = [.. dependencies.Nodes.Select(ScratchBytes)];
        Nodes = [.. Best(budgeted).Select(i => dependencies.Nodes[i])];
    }

    /// <summary>The nodes that compute, in order; views and derived nodes are not among them.</summary>
    public ImmutableArray<Node> Nodes { get; }

    /// <summary>Orders nodes.</summary>
    /// <param name="work">The nodes.</param>
    /// <param name="dependencies">What waits for what.</param>
    /// <param name="budgeted">Whether images are read as early and written as late as possible.</param>
    public static Schedule Of(Work work, Dependencies dependencies, bool budgeted) => new(work, dependencies, budgeted);

    private int Count => dependencies.Nodes.Length;

    private long ScratchBytes(Node node) =>
        work.Recipes[node].Scratch.Select((bytes, i) => Place.RoundUp(work.Storage.Bytes(node, OperandKind.Scratch, i, bytes))).Sum();

    private int[] Best(bool budgeted)
    {
        var nodes = dependencies.Nodes;
        var rank = new int[nodes.Length];
        Array.Fill(rank, 1);
        if (budgeted)
        {
            // What reads images, and what that needs, goes first; sinks go last.
            for (var i = 0; i < nodes.Length; i++)
            {
                if (nodes[i].Op is ImageSinkOp)
                    rank[i] = 2;
                else if (work.Recipes.Images(nodes[i]).Any())
                    MarkFirst(i, rank);
            }
        }
        Func<int, int[], long>[] greed = [(_, _) => 0, Growth, (i, readers) => Growth(i, readers) < 0 ? -1 : 0];
        return greed.Select(g => Greedy(rank, g)).Append(DepthFirst(rank)).MinBy(Peak)!;
    }

    private void MarkFirst(int i, int[] rank)
    {
        var open = new Stack<int>([i]);
        while (open.TryPop(out var next))
        {
            if (rank[next] == 0)
                continue;
            rank[next] = 0;
            foreach (var read in dependencies.Reads[next])
                open.Push(read);
        }
    }

    // Repeatedly takes the ready node of the lowest rank, then score, then id.
    private int[] Greedy(int[] rank, Func<int, int[], long> score)
    {
        int[] waiting = [.. dependencies.Waits];
        var readers = Readers();
        var ready = new SortedSet<(int Rank, int Index)>();
        for (var i = 0; i < Count; i++)
        {
            if (waiting[i] == 0)
                ready.Add((rank[i], i));
        }
        var order = new List<int>(Count);
        while (ready.Count > 0)
        {
            var lowest = ready.Min.Rank;
            var next = ready.TakeWhile(r => r.Rank == lowest).Take(MostCompared).MinBy(r => (score(r.Index, readers), r.Index));
            ready.Remove(next);
            order.Add(next.Index);
            foreach (var read in dependencies.Reads[next.Index])
                readers[read]--;
            foreach (var later in dependencies.After[next.Index])
            {
                if (--waiting[later] == 0)
                    ready.Add((rank[later], later));
            }
        }
        return order.Count == Count
            ? [.. order]
            : throw new InvalidOperationException("The updates of this plan wait for each other; split them into two plans");
    }

    // Walks from the nodes that nobody reads back to what they need, so that values are made shortly before they are used.
    private int[] DepthFirst(int[] rank)
    {
        var before = new List<int>[Count];
        for (var i = 0; i < Count; i++)
            before[i] = [];
        for (var i = 0; i < Count; i++)
        {
            foreach (var later in dependencies.After[i])
                before[later].Add(i);
        }
        var order = new List<int>(Count);
        var done = new bool[Count];
        var stack = new Stack<(int Index, bool Opened)>();
        foreach (var start in Enumerable.Range(0, Count).OrderBy(i => rank[i]).ThenBy(i => i))
        {
            if (dependencies.After[start].Length > 0 && rank[start] != 0)
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
        var readers = new int[Count];
        foreach (var read in dependencies.Reads.SelectMany(r => r))
            readers[read]++;
        foreach (var id in work.Nodes.Fetched)
        {
            if (dependencies.IndexOf(work.Nodes.Root(id)) is >= 0 and var i)
                readers[i] += Count;
        }
        return readers;
    }

    private long Growth(int i, int[] readers) => outputBytes[i] - dependencies.Reads[i].Sum(r => readers[r] == 1 ? outputBytes[r] : 0);

    private long Peak(int[] order)
    {
        var readers = Readers();
        long live = 0, peak = 0;
        foreach (var i in order)
        {
            live += outputBytes[i];
            peak = Math.Max(peak, live + scratchBytes[i]);
            foreach (var read in dependencies.Reads[i])
            {
                if (--readers[read] == 0)
                    live -= outputBytes[read];
            }
        }
        return peak;
    }
}
