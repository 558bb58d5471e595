// Decides where everything of a plan lies.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>
/// What lives from one time to another goes to the arena, where memory is reused and recipes work in place; what outlives a run has memory of its
/// own.
/// </summary>
internal sealed class Placement
{
    private readonly Work work;
    private readonly Timeline timeline;
    private readonly int alignment;
    private readonly long bufferBytes;
    private readonly Dictionary<int, Place> fixedTensors = [];
    private readonly Dictionary<int, Wanted> tensors = [];
    private readonly Dictionary<(int Root, bool Half), Place> fixedCopies = [];
    private readonly Dictionary<(int Root, bool Half), Wanted> copies = [];
    private readonly Dictionary<(int Node, OperandKind Kind, int Index), Place> fixedTemporaries = [];
    private readonly Dictionary<(int Node, OperandKind Kind, int Index), Wanted> temporaries = [];
    private readonly OrderedDictionary<Parameter, Wanted> snapshots = [];
    private readonly OrderedDictionary<int, Wanted> latches = [];
    private readonly List<Wanted> arena = [];
    private readonly List<long> derivedBytes = [0];
    private readonly List<InputOp> inputs = [];
    private readonly List<(InputOp Op, Place Place)> values = [];
    private readonly OrderedDictionary<Parameter, int> parameters = [];

    // A piece of the arena whose lifetime is still growing.
    private sealed class Wanted(int index, long bytes, int start, int end, string label)
    {
        public int Index { get; } = index;

        public long Bytes { get; } = bytes;

        public int End { get; set; } = end;

        public Allocation Settled => new(Bytes, start, End, label);
    }

    private Placement(Work work, Timeline timeline, DeviceTraits device, PlanOptions options) =>
        (this.work, this.timeline, alignment, bufferBytes) =
            (work, timeline, Math.Max(Place.Granularity, device.BindingAlignment), options.ArenaBufferBytes);

    /// <summary>Places everything.</summary>
    public static MemoryMap Of(
        Work work, Dependencies dependencies, Schedule schedule, Conversions conversions, Timeline timeline, DeviceTraits device, PlanOptions options)
    {
        var placement = new Placement(work, timeline, device, options);
        placement.PlaceSources(options.Budgeted);
        foreach (var node in work.Derived.Nodes)
            placement.PlaceNode(node, persistent: timeline.LastUse(node.Id, false, timeline.TimeOf(node.Id)) >= timeline.Latch);
        foreach (var node in schedule.Nodes)
            placement.PlaceNode(node, persistent: false);
        placement.PlaceCopies(conversions);
        placement.PlaceSnapshots(dependencies);
        return placement.Finish(dependencies, schedule, options.Budgeted);
    }

    private void PlaceSources(bool budgeted)
    {
        foreach (var node in work.Nodes.Nodes)
        {
            switch (node.Op)
            {
                case ParameterOp p:
                    fixedTensors[node.Id] = new Place(Region.Parameter, Index(p.Parameter), 0, Place.RoundUp(node.Shape.Bytes));
                    break;
                case InputOp { IsValue: true } value:
                    fixedTensors[node.Id] = new Place(Region.Values, 0, Place.RoundUp(ValueBytes, alignment), Place.RoundUp(node.Shape.Bytes));
                    values.Add((value, fixedTensors[node.Id]));
                    break;
                case InputOp input when budgeted:
                    tensors[node.Id] = latches[inputs.Count] =
                        Add(node.Shape.Bytes, timeline.Latch, timeline.LastUse(node.Id, false, timeline.Latch), $"input \"{input.Key}\"");
                    inputs.Add(input);
                    break;
                case InputOp input:
                    fixedTensors[node.Id] = new Place(Region.Input, inputs.Count, 0, Place.RoundUp(node.Shape.Bytes));
                    inputs.Add(input);
                    break;
            }
        }
    }

    private void PlaceNode(Node node, bool persistent)
    {
        var (recipe, time) = (work.Recipes[node], timeline.TimeOf(node.Id));
        for (var i = 0; i < recipe.Scratch.Count; i++)
            PlaceTemporary(node, OperandKind.Scratch, i, recipe.Scratch[i], time, persistent: false);
        for (var i = 0; i < recipe.Derived.Count; i++)
            PlaceTemporary(node, OperandKind.Derived, i, recipe.Derived[i], time, work.Derived.PreparesOnce(node));
        if (!node.HasOutput)
            return;
        var half = work.Storage.IsHalf(node.Id);
        var last = Math.Max(time, timeline.LastUse(node.Id, half, time));
        if (persistent)
            fixedTensors[node.Id] = AddDerived(work.Storage.Bytes(node.Id));
        else if (InPlace(node, recipe, time) is { } taken)
            (tensors[node.Id], taken.End) = (taken, last);
        else
            tensors[node.Id] = Add(work.Storage.Bytes(node.Id), time, last, $"{node.Op.Name} %{node.Id} {node.Shape}{(half ? " f16" : "")}");
    }

    private void PlaceTemporary(Node node, OperandKind kind, int index, long fullBytes, int time, bool persistent)
    {
        var bytes = work.Storage.Bytes(node, kind, index, fullBytes);
        var name = kind == OperandKind.Scratch ? "scratch" : "derived";
        if (persistent)
            fixedTemporaries[(node.Id, kind, index)] = AddDerived(bytes);
        else
            temporaries[(node.Id, kind, index)] = Add(bytes, time, time, $"{node.Op.Name} %{node.Id} {name} {index}");
    }

    // The input's memory, if the recipe can take it over and nobody wants the input afterwards.
    private Wanted? InPlace(Node node, Recipe recipe, int time)
    {
        if (recipe.InPlace < 0)
            return null;
        var root = work.Nodes.Root(node.Inputs[recipe.InPlace].Id);
        var half = work.Storage.IsHalf(root);
        return tensors.TryGetValue(root, out var input) && half == work.Storage.Wants(node, recipe.InPlace) && half == work.Storage.IsHalf(node.Id)
            && timeline.LastUse(root, half, -1) == time && input.End == time && input.Bytes == Place.RoundUp(work.Storage.Bytes(node.Id))
            && node.Inputs.Count(i => work.Nodes.Root(i.Id) == root) == 1 ? input : null;
    }

    // A copy that depends on parameters alone is kept between runs if a run reads it.
    private void PlaceCopies(Conversions conversions)
    {
        foreach (var c in conversions.All)
        {
            var (bytes, time) = (HalfStorage.Bytes(work.Nodes[c.Root].Shape, c.ToHalf), timeline.TimeOf(c));
            var last = timeline.LastUse(c.Root, c.ToHalf, time);
            if (c.Once && last >= timeline.Start)
                fixedCopies[(c.Root, c.ToHalf)] = AddDerived(bytes);
            else
                copies[(c.Root, c.ToHalf)] = Add(bytes, time, last, $"%{c.Root} in {(c.ToHalf ? 16 : 32)} bits");
        }
    }

    private void PlaceSnapshots(Dependencies dependencies)
    {
        foreach (var (parameter, reader) in dependencies.Snapshots)
            KeepSnapshot(parameter, timeline.TimeOf(reader));
        foreach (var id in work.Nodes.Fetched)
        {
            if (work.Nodes.Root(id) != id && work.Nodes.ParameterOf(id) is { } p && work.Nodes.Updated.Contains(p))
                KeepSnapshot(p, timeline.End);
        }
    }

    private void KeepSnapshot(Parameter parameter, int end)
    {
        if (snapshots.TryGetValue(parameter, out var kept))
            kept.End = Math.Max(kept.End, end);
        else
            snapshots[parameter] = Add(parameter.Shape.Bytes, timeline.Latch, end, $"{parameter.Name} before the run");
    }

    private MemoryMap Finish(Dependencies dependencies, Schedule schedule, bool budgeted)
    {
        var packed = Arena.Pack([.. arena.Select(a => a.Settled)], alignment, bufferBytes);
        Place Packed(Wanted wanted)
        {
            var (offset, bytes) = (packed.Allocations[wanted.Index].Offset, packed.Allocations[wanted.Index].Bytes);
            return new Place(Region.Arena, (int)(offset / bufferBytes), offset % bufferBytes, bytes);
        }
        Dictionary<T, Place> Both<T>(Dictionary<T, Place> outside, Dictionary<T, Wanted> inside) where T : notnull =>
            outside.Concat(inside.Select(w => KeyValuePair.Create(w.Key, Packed(w.Value)))).ToDictionary();
        var (placedTensors, placedCopies) = (Both(fixedTensors, tensors), Both(fixedCopies, copies));
        var bound = schedule.Nodes.SelectMany(Bound).ToArray();
        foreach (var (node, operand) in bound.Where(b => b.Operand.Kind == OperandKind.Parameter))
            Index(((UpdateOp)node.Op).Writes[operand.Index]);
        return new MemoryMap(work, dependencies)
        {
            Arena = packed,
            ArenaBytes = [.. Buffers(packed.Peak)],
            DerivedBytes = [.. derivedBytes],
            Inputs = [.. inputs],
            Latches = [.. latches.Select(l => (l.Key, Packed(l.Value)))],
            Values = [.. values],
            ValueBytes = ValueBytes,
            Parameters = [.. parameters.Keys],
            Images = [.. bound.Where(b => b.Operand.Kind == OperandKind.Image).Select(b => b.Operand.Name!).Distinct()],
            Published = budgeted ? Publish(placedTensors, placedCopies) : [],
            Snapshots = [.. snapshots.Select(s => (s.Key, Packed(s.Value)))],
            Tensors = placedTensors,
            Copies = placedCopies,
            Temporaries = Both(fixedTemporaries, temporaries),
        };
    }

    // Fetched tensors but parameters, which are read where they live.
    private ImmutableArray<(int, Place)> Publish(Dictionary<int, Place> placedTensors, Dictionary<(int, bool), Place> placedCopies) =>
    [
        .. work.Nodes.Fetched.Select(work.Nodes.Root).Distinct()
            .Select(root => (Root: root, Place: work.Storage.IsHalf(root) ? placedCopies[(root, false)] : placedTensors[root]))
            .Where(p => p.Place.Region != Region.Parameter)
            .Select((p, i) => (p.Root, p.Place with { Region = Region.Published, Index = i, Offset = 0 })),
    ];

    private IEnumerable<(Node Node, Operand Operand)> Bound(Node node) =>
        work.Recipes[node].Prepare.Concat(work.Recipes[node].Steps).SelectMany(s => s.Bindings).Where(b => !b.Idle).Select(b => (node, b));

    private IEnumerable<long> Buffers(long peak)
    {
        for (var rest = peak; rest > 0; rest -= bufferBytes)
            yield return Math.Min(rest, bufferBytes);
    }

    private long ValueBytes => values.Count == 0 ? 0 : values[^1].Place.Offset + values[^1].Place.Bytes;

    private int Index(Parameter parameter)
    {
        parameters.TryAdd(parameter, parameters.Count);
        return parameters[parameter];
    }

    private Wanted Add(long bytes, int start, int end, string label)
    {
        arena.Add(new Wanted(arena.Count, Place.RoundUp(bytes), start, end, label));
        return arena[^1];
    }

    private Place AddDerived(long bytes)
    {
        bytes = Place.RoundUp(bytes);
        var offset = Place.RoundUp(derivedBytes[^1], alignment);
        if (offset + bytes > Arena.MaxBufferBytes && offset > 0)
        {
            derivedBytes.Add(0);
            offset = 0;
        }
        derivedBytes[^1] = offset + bytes;
        return new Place(Region.Derived, derivedBytes.Count - 1, offset, bytes);
    }
}
