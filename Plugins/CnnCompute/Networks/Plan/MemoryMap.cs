// Where every tensor, temporary and derived operand of a plan lies.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>The places that <see cref="Placement"/> found (docs/architecture.md, "Memory layout").</summary>
internal sealed class MemoryMap
{
    private readonly Work work;
    private readonly IReadOnlySet<(Parameter Parameter, int Reader)> readsSnapshot;

    /// <summary>A map of places for nodes, some of which read snapshots.</summary>
    public MemoryMap(Work work, Dependencies dependencies) => (this.work, readsSnapshot) = (work, dependencies.Snapshots.ToHashSet());

    /// <summary>What is reused by lifetime.</summary>
    public required Arena Arena { get; init; }

    /// <summary>Sizes of the arena's buffers: full ones, then the rest.</summary>
    public required ImmutableArray<long> ArenaBytes { get; init; }

    /// <summary>Sizes of the buffers of the derived region.</summary>
    public required ImmutableArray<long> DerivedBytes { get; init; }

    /// <summary>Inputs by index of their region: each has a buffer.</summary>
    public required ImmutableArray<InputOp> Inputs { get; init; }

    /// <summary>Where in the arena inputs are latched, by index of their region; empty unless runs are budgeted.</summary>
    public required ImmutableArray<(int Input, Place Place)> Latches { get; init; }

    /// <summary>Per-run numbers and their offsets in the values buffer.</summary>
    public required ImmutableArray<(InputOp Op, Place Place)> Values { get; init; }

    /// <summary>Size of the values buffer.</summary>
    public required long ValueBytes { get; init; }

    /// <summary>Parameters by index of their region.</summary>
    public required ImmutableArray<Parameter> Parameters { get; init; }

    /// <summary>Image names by index of their region.</summary>
    public required ImmutableArray<string> Images { get; init; }

    /// <summary>Fetched tensors, not views of them, and where their published copies lie; empty unless runs are budgeted.</summary>
    public required ImmutableArray<(int Root, Place Place)> Published { get; init; }

    /// <summary>Parameters whose value before the run is kept, and where.</summary>
    public required ImmutableArray<(Parameter Parameter, Place Place)> Snapshots { get; init; }

    /// <summary>Tensors, not views of them, as their nodes leave them.</summary>
    public required IReadOnlyDictionary<int, Place> Tensors { get; init; }

    /// <summary>Copies in the other storage, which the key tells.</summary>
    public required IReadOnlyDictionary<(int Root, bool Half), Place> Copies { get; init; }

    /// <summary>Scratch and derived operands of nodes.</summary>
    public required IReadOnlyDictionary<(int Node, OperandKind Kind, int Index), Place> Temporaries { get; init; }

    /// <summary>Where tensor <paramref name="id"/> lies during the run.</summary>
    public Place Tensor(int id) => Tensors[work.Nodes.Root(id)];

    /// <summary>Where fetched tensor <paramref name="id"/> is read after the run.</summary>
    public Place Fetched(int id)
    {
        var root = work.Nodes.Root(id);
        foreach (var (published, place) in Published)
        {
            if (published == root)
                return place;
        }
        if (work.Storage.IsHalf(id))
            return Copies[(root, false)];
        return root != id && work.Nodes.ParameterOf(id) is { } p && Snapshot(p) is { } before ? before : Tensor(id);
    }

    /// <summary>Where the whole operand of a node lies.</summary>
    public Place Operand(Node node, Operand operand) => operand.Kind switch
    {
        OperandKind.Input => Read(node, operand.Index),
        OperandKind.Output => Tensor(node.Id),
        OperandKind.Scratch or OperandKind.Derived => Temporaries[(node.Id, operand.Kind, operand.Index)],
        OperandKind.Parameter => Parameter(((UpdateOp)node.Op).Writes[operand.Index]),
        OperandKind.Image => new Place(Region.Image, Images.IndexOf(operand.Name!), 0, 0),
        _ => throw new InvalidOperationException($"{node}: unknown operand {operand}"),
    };

    /// <summary>Where a parameter lies in the residence.</summary>
    public Place Parameter(Parameter parameter) => new(Region.Parameter, Parameters.IndexOf(parameter), 0, Place.RoundUp(parameter.Shape.Bytes));

    // In the storage that the reader wants; the snapshot where it comes after an update.
    private Place Read(Node reader, int index)
    {
        var (id, wanted) = (reader.Inputs[index].Id, work.Storage.Wants(reader, index));
        if (work.Nodes.ParameterOf(id) is { } p && readsSnapshot.Contains((p, reader.Id)))
            return Snapshot(p)!.Value;
        return wanted == work.Storage.IsHalf(id) ? Tensor(id) : Copies[(work.Nodes.Root(id), wanted)];
    }

    private Place? Snapshot(Parameter parameter)
    {
        foreach (var (kept, place) in Snapshots)
        {
            if (kept == parameter)
                return place;
        }
        return null;
    }
}
