// When everything of a plan runs, and how long each tensor is wanted.
namespace CnnCompute;

/// <summary>
/// Time runs over the derived nodes, then the scheduled nodes that have preparing steps or conversions among the derived weights, then one tick for
/// latching inputs and snapshots, then the scheduled nodes, then one tick for publishing. Tensors live from the node that makes them to the last node
/// that reads them or a view of them; fetched ones to the end; copies in the other storage from their first reader to their last.
/// </summary>
internal sealed class Timeline
{
    private readonly IReadOnlyDictionary<int, int> runs, prepares;
    private readonly IReadOnlyDictionary<(int Root, bool Half), int> lastUses;

    private Timeline(Work work, Schedule schedule, Conversions conversions)
    {
        var (derived, once) = (work.Derived, conversions.All.Where(c => c.Once).Select(c => c.Before).ToHashSet());
        prepares = schedule.Nodes.Where(n => derived.PreparesOnce(n) || once.Contains(n))
            .Select((n, i) => (n.Id, Time: derived.Nodes.Length + i)).ToDictionary(e => e.Id, e => e.Time);
        Start = derived.Nodes.Length + prepares.Count + 1;
        End = Start + schedule.Nodes.Length;
        runs = derived.Nodes.Select((n, i) => (n.Id, Time: i)).Concat(schedule.Nodes.Select((n, i) => (n.Id, Time: Start + i)))
            .ToDictionary(e => e.Id, e => e.Time);
        lastUses = FindLastUses(work, schedule, conversions);
    }

    /// <summary>When inputs are latched and snapshots taken: all before it is a derivation.</summary>
    public int Latch => Start - 1;

    /// <summary>When the first scheduled node runs.</summary>
    public int Start { get; }

    /// <summary>When results are published.</summary>
    public int End { get; }

    /// <summary>Numbers the moments of a plan.</summary>
    public static Timeline Of(Work work, Schedule schedule, Conversions conversions) => new(work, schedule, conversions);

    /// <summary>When the node runs.</summary>
    public int TimeOf(int node) => runs[node];

    /// <summary>When a conversion runs.</summary>
    public int TimeOf(Conversion c) => c.Before is null ? End : c.Once ? prepares[c.Before.Id] : runs[c.Before.Id];

    /// <summary>When the tensor, as it lies in one storage, is read last; <paramref name="never"/> where nobody reads it so.</summary>
    public int LastUse(int root, bool half, int never) => lastUses.GetValueOrDefault((root, half), never);

    private Dictionary<(int, bool), int> FindLastUses(Work work, Schedule schedule, Conversions conversions)
    {
        var last = new Dictionary<(int, bool), int>();
        void Use(int root, bool half, int time) => last[(root, half)] = Math.Max(time, last.GetValueOrDefault((root, half)));
        foreach (var node in work.Derived.Nodes.Concat(schedule.Nodes))
        {
            foreach (var (index, onlyPrepared) in work.Recipes.Touched(node))
            {
                var time = onlyPrepared && work.Derived.PreparesOnce(node) ? prepares[node.Id] : runs[node.Id];
                Use(work.Nodes.Root(node.Inputs[index].Id), work.Storage.Wants(node, index), time);
            }
        }
        foreach (var c in conversions.All)
            Use(c.Root, !c.ToHalf, TimeOf(c));
        foreach (var id in work.Nodes.Fetched)
            Use(work.Nodes.Root(id), false, End);
        return last;
    }
}
