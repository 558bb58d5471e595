// Which tensors a plan brings from one storage into the other.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>One copy for all readers of a tensor that want it in the other storage, in the order in which the first of them run.</summary>
internal sealed class Conversions
{
    private readonly ILookup<Node?, Conversion> byReader;

    private Conversions(ImmutableArray<Conversion> all, Selection selection)
    {
        (All, byReader) = (all, all.ToLookup(c => c.Before));
        Parameters = all.Where(c => c.Once).Select(c => (selection[c.Root].Op as ParameterOp)?.Parameter).OfType<Parameter>().ToHashSet();
    }

    /// <summary>All of them; those of fetched tensors come last.</summary>
    public ImmutableArray<Conversion> All { get; }

    /// <summary>Parameters whose change makes conversions stale that are done once.</summary>
    public IReadOnlySet<Parameter> Parameters { get; }

    /// <summary>What <paramref name="reader"/> is the first to read; without a reader, what is only fetched.</summary>
    public IEnumerable<Conversion> Before(Node? reader) => byReader[reader];

    /// <summary>Compares what each node leaves with what its readers want.</summary>
    public static Conversions Of(Work work, Schedule schedule)
    {
        var (selection, storage) = (work.Nodes, work.Storage);
        var found = new List<Conversion>();
        var known = new HashSet<(int, bool)>();
        foreach (var node in storage.Count > 0 ? schedule.Nodes : [])
        {
            foreach (var (index, _) in work.Recipes.Touched(node))
            {
                var (root, wanted) = (selection.Root(node.Inputs[index].Id), storage.Wants(node, index));
                if (wanted != storage.IsHalf(root) && known.Add((root, wanted)))
                    found.Add(new Conversion(root, wanted, node, work.Derived.FromParameters(root)));
            }
        }
        foreach (var root in selection.Fetched.Select(selection.Root).Where(r => storage.IsHalf(r) && known.Add((r, false))))
            found.Add(new Conversion(root, false, null, false));
        return new Conversions([.. found], selection);
    }
}
