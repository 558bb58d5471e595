// Decides where every tensor, temporary and derived operand of a plan lies.
namespace CnnCompute;

/// <summary>
/// Time runs over the prologue's nodes, then the scheduled nodes that have preparing steps or conversions in the prologue, then one tick for latching
/// inputs and snapshots, then the scheduled nodes, then one tick for publishing. Tensors live from the node that makes them to the last node that reads
/// them or a view of them; fetched ones to the end; copies in the other storage from their first reader to their last.
/// </summary>
internal sealed class MemoryMap
{
    private readonly Selection selection;
    private readonly HalfStorage half;
    private readonly Prologue prologue;
    private readonly Dictionary<int, Place> tensors = [];
    private readonly Dictionary<int, Allocation> storage = [];
    private readonly Dictionary<(int Root, bool Half), (Allocation? InArena, Place Place)> copies = [];
    private readonly Dictionary<(int Node, OperandKind Kind, int Index), Allocation> temporaries = [];
    private readonly Dictionary<(int Node, int Index), Place> prepared = [];
    private readonly Dictionary<Parameter, Allocation> snapshots = [];
    private readonly Dictionary<(int Root, bool Half), int> lastUse = [];
    private readonly List<Allocation> arena = [];
    private readonly List<long> derivedBytes = [0];
    private readonly int alignment;
    private readonly long bufferBytes;
    private readonly Schedule schedule;

    /// <summary>Maps a scheduled selection.</summary>
    public MemoryMap(Selection selection, HalfStorage half, Prologue prologue, Schedule schedule, DeviceTraits device, PlanOptions options)
    {
        (this.selection, this.half, this.prologue, this.schedule, alignment) =
            (selection, half, prologue, schedule, Math.Max(Place.Granularity, device.BindingAlignment));
        (bufferBytes, var budgeted) = (options.ArenaBufferBytes, options.Budgeted);
        Prologue = [.. selection.Nodes.Values.Where(n => prologue.Contains(n.Id) && !Selection.IsSilent(n))];
        FindConversions();
        var early = schedule.Nodes.Where(n => prologue.PreparesOnce(n) || Conversions.Any(c => c.Once && c.Before == n)).Select((n, i) => (n.Id, Time: Prologue.Count + i))
            .ToDictionary(e => e.Id, e => e.Time);
        int start = Prologue.Count + early.Count + 1, end = start + schedule.Nodes.Count;
        PlaceSources(budgeted, start - 1);
        FindLastUses(early, start, end);
        for (var t = 0; t < Prologue.Count; t++)
            PlaceNode(Prologue[t], t, persistent: lastUse.GetValueOrDefault((Prologue[t].Id, false), t) >= start - 1, preparesOnce: false);
        for (var t = 0; t < schedule.Nodes.Count; t++)
            PlaceNode(schedule.Nodes[t], start + t, persistent: false, prologue.PreparesOnce(schedule.Nodes[t]));
        PlaceCopies(early, start, end);
        PlaceSnapshots(start, end);
        Peak = Arena.Pack(arena, alignment, bufferBytes);
        LowerBound = Arena.LowerBound(arena);
        if (budgeted)
            Publish();
    }

    /// <summary>The prologue's nodes in order.</summary>
    public IReadOnlyList<Node> Prologue { get; }

    /// <summary>Tensors that are wanted in the other storage too, in the order in which they are.</summary>
    public List<Conversion> Conversions { get; } = [];

    /// <summary>Everything in the arena, with lifetimes and offsets.</summary>
    public IReadOnlyList<Allocation> Allocations => arena;

    /// <summary>Bytes the arena takes.</summary>
    public long Peak { get; }

    /// <summary>Bytes alive at the fullest time: no arena could be smaller.</summary>
    public long LowerBound { get; }

    /// <summary>Sizes of the arena's buffers: full ones, then the rest.</summary>
    public IEnumerable<long> ArenaBytes
    {
        get
        {
            for (var rest = Peak; rest > 0; rest -= bufferBytes)
                yield return Math.Min(rest, bufferBytes);
        }
    }

    /// <summary>Sizes of the buffers of the derived region.</summary>
    public IReadOnlyList<long> DerivedBytes => derivedBytes;

    /// <summary>Inputs by index of their region, with the offset of none: each has a buffer.</summary>
    public List<InputOp> Inputs { get; } = [];

    /// <summary>Where in the arena an input is latched, by its index; empty unless runs are budgeted.</summary>
    public Dictionary<int, Allocation> Latches { get; } = [];

    /// <summary>Per-run numbers and their offsets in the values buffer.</summary>
    public List<(InputOp Op, Place Place)> Values { get; } = [];

    /// <summary>Size of the values buffer.</summary>
    public long ValueBytes { get; private set; }

    /// <summary>Parameters by index of their region.</summary>
    public List<Parameter> Parameters { get; } = [];

    /// <summary>Image names by index of their region.</summary>
    public List<string> Images { get; } = [];

    /// <summary>Fetched roots and where their published copies lie; empty unless runs are budgeted.</summary>
    public Dictionary<int, Place> Published { get; } = [];

    /// <summary>Sizes of the buffers of the published region.</summary>
    public List<long> PublishedBytes { get; } = [];

    /// <summary>Parameters whose value before the run is kept, and where.</summary>
    public IEnumerable<(Parameter Parameter, Place Place)> Snapshots => snapshots.Select(s => (s.Key, InArena(s.Value)));

    /// <summary>Where tensor <paramref name="id"/> lies during the run.</summary>
    public Place Tensor(int id)
    {
        var root = selection.Root(id);
        return storage.TryGetValue(root, out var allocation) ? InArena(allocation) : tensors[root];
    }

    /// <summary>
    /// Where input <paramref name="index"/> of <paramref name="reader"/> lies in the storage it wants: the snapshot where it comes after an update.
    /// </summary>
    public Place Read(Node reader, int index)
    {
        var (id, wanted) = (reader.Inputs[index].Id, half.Wants(reader, index));
        if (selection.ParameterOf(id) is { } p && schedule.Snapshots.Contains((p, reader.Id)))
            return InArena(snapshots[p]);
        return wanted == half.IsHalf(id) ? Tensor(id) : Copy(selection.Root(id), wanted);
    }

    /// <summary>Where a converted copy lies.</summary>
    public Place Copy(int root, bool toHalf) => copies[(root, toHalf)] is var (allocation, place) && allocation is not null ? InArena(allocation) : place;

    /// <summary>Where fetched tensor <paramref name="id"/> is read after the run.</summary>
    public Place Fetched(int id)
    {
        var root = selection.Root(id);
        if (Published.TryGetValue(root, out var published))
            return published;
        if (half.IsHalf(id))
            return Copy(root, false);
        return root != id && selection.ParameterOf(id) is { } p && snapshots.TryGetValue(p, out var snapshot) ? InArena(snapshot) : Tensor(id);
    }

    /// <summary>Where a scratch or derived operand of a node lies.</summary>
    public Place Temporary(Node node, OperandKind kind, int index) =>
        prepared.TryGetValue((node.Id, index), out var place) && kind == OperandKind.Derived ? place : InArena(temporaries[(node.Id, kind, index)]);

    /// <summary>The index of a parameter in its region.</summary>
    public int Parameter(Parameter parameter)
    {
        if (Parameters.IndexOf(parameter) is >= 0 and var i)
            return i;
        Parameters.Add(parameter);
        return Parameters.Count - 1;
    }

    /// <summary>The index of an image in its region.</summary>
    public int Image(string name)
    {
        if (Images.IndexOf(name) is >= 0 and var i)
            return i;
        Images.Add(name);
        return Images.Count - 1;
    }

    /// <summary>Where an allocation of the arena lies.</summary>
    public Place InArena(Allocation a) => new(Region.Arena, (int)(a.Offset / bufferBytes), a.Offset % bufferBytes, a.Bytes);

    private void PlaceSources(bool budgeted, int latch)
    {
        foreach (var node in selection.Nodes.Values)
        {
            switch (node.Op)
            {
                case ParameterOp p:
                    tensors[node.Id] = new Place(Region.Parameter, Parameter(p.Parameter), 0, Place.RoundUp(node.Shape.Bytes));
                    break;
                case InputOp { IsValue: true } value:
                    var place = new Place(Region.Values, 0, Place.RoundUp(ValueBytes, alignment), Place.RoundUp(node.Shape.Bytes));
                    (tensors[node.Id], ValueBytes) = (place, place.Offset + place.Bytes);
                    Values.Add((value, place));
                    break;
                case InputOp input:
                    tensors[node.Id] = new Place(Region.Input, Inputs.Count, 0, Place.RoundUp(node.Shape.Bytes));
                    Inputs.Add(input);
                    if (budgeted)
                    {
                        var allocation = Add(node.Shape.Bytes, latch, latch, $"input \"{input.Key}\"");
                        (storage[node.Id], Latches[Inputs.Count - 1]) = (allocation, allocation);
                    }
                    break;
            }
        }
    }

    // In the order in which readers run; the first reader of a copy waits for it.
    private void FindConversions()
    {
        var known = new HashSet<(int, bool)>();
        foreach (var node in schedule.Nodes)
        {
            foreach (var (index, _) in Touched(node))
            {
                var (root, wanted) = (selection.Root(node.Inputs[index].Id), half.Wants(node, index));
                if (wanted == half.IsHalf(root) || !known.Add((root, wanted)))
                    continue;
                var once = prologue.FromParameters(root);
                Conversions.Add(new Conversion(root, wanted, node, once));
                if (once)
                    prologue.Note(root);
            }
        }
        foreach (var root in selection.Fetched.Select(selection.Root).Where(r => half.IsHalf(r) && known.Add((r, false))))
            Conversions.Add(new Conversion(root, false, null, false));
    }

    // The node's inputs that some launch binds, and whether only preparing steps do.
    private IEnumerable<(int Index, bool Prepared)> Touched(Node node)
    {
        var recipe = selection.Recipes[node.Id];
        static IEnumerable<int> Inputs(IEnumerable<Step> steps) =>
            steps.SelectMany(s => s.Bindings).Where(b => b.Kind == OperandKind.Input && !b.Idle).Select(b => b.Index);
        var steps = Inputs(recipe.Steps).ToHashSet();
        return Inputs(recipe.Prepare.Concat(recipe.Steps)).Distinct().Select(i => (i, !steps.Contains(i)));
    }

    private void FindLastUses(Dictionary<int, int> early, int start, int end)
    {
        for (var t = 0; t < Prologue.Count; t++)
            Use(Prologue[t], t, t);
        for (var t = 0; t < schedule.Nodes.Count; t++)
        {
            var node = schedule.Nodes[t];
            Use(node, start + t, prologue.PreparesOnce(node) ? early[node.Id] : start + t);
        }
        foreach (var c in Conversions)
            Use((c.Root, !c.ToHalf), Made(c, early, start, end));
        foreach (var id in selection.Fetched)
            Use((selection.Root(id), false), end);
        foreach (var (root, allocation) in storage)
            allocation.End = Math.Max(allocation.End, lastUse.GetValueOrDefault((root, false)));
    }

    private void Use(Node node, int time, int prepared)
    {
        foreach (var (index, early) in Touched(node))
            Use((selection.Root(node.Inputs[index].Id), half.Wants(node, index)), early ? prepared : time);
    }

    private void Use((int, bool) tensor, int time) => lastUse[tensor] = Math.Max(time, lastUse.GetValueOrDefault(tensor));

    // When a conversion runs.
    private int Made(Conversion c, Dictionary<int, int> early, int start, int end)
    {
        if (c.Before is null)
            return end;
        if (c.Once)
            return early[c.Before.Id];
        var t = start;
        while (schedule.Nodes[t - start] != c.Before)
            t++;
        return t;
    }

    // A copy that depends on parameters alone is kept between runs if a run reads it.
    private void PlaceCopies(Dictionary<int, int> early, int start, int end)
    {
        foreach (var c in Conversions)
        {
            var (bytes, time) = (HalfStorage.Bytes(selection.Nodes[c.Root].Shape, c.ToHalf), Made(c, early, start, end));
            var last = lastUse.GetValueOrDefault((c.Root, c.ToHalf), time);
            copies[(c.Root, c.ToHalf)] = c.Once && last >= start ? (null, AddDerived(bytes))
                : (Add(bytes, time, last, $"%{c.Root} in {(c.ToHalf ? 16 : 32)} bits"), default);
        }
    }

    private void PlaceNode(Node node, int time, bool persistent, bool preparesOnce)
    {
        var recipe = selection.Recipes[node.Id];
        for (var i = 0; i < recipe.Scratch.Count; i++)
            temporaries[(node.Id, OperandKind.Scratch, i)] = Add(half.Bytes(node, OperandKind.Scratch, i, recipe.Scratch[i]), time, time, $"{node.Op.Name} %{node.Id} scratch {i}");
        for (var i = 0; i < recipe.Derived.Count; i++)
        {
            var bytes = half.Bytes(node, OperandKind.Derived, i, recipe.Derived[i]);
            if (preparesOnce)
                prepared[(node.Id, i)] = AddDerived(bytes);
            else
                temporaries[(node.Id, OperandKind.Derived, i)] = Add(bytes, time, time, $"{node.Op.Name} %{node.Id} derived {i}");
        }
        if (!node.HasOutput)
            return;
        var last = Math.Max(time, lastUse.GetValueOrDefault((node.Id, half.IsHalf(node.Id))));
        if (persistent)
            tensors[node.Id] = AddDerived(half.Bytes(node.Id));
        else if (InPlace(node, recipe, time) is { } taken)
            (storage[node.Id], taken.End) = (taken, last);
        else
            storage[node.Id] = Add(half.Bytes(node.Id), time, last, $"{node.Op.Name} %{node.Id} {node.Shape}{(half.IsHalf(node.Id) ? " f16" : "")}");
    }

    // The input's memory, if the recipe can take it over and nobody wants the input afterwards.
    private Allocation? InPlace(Node node, Recipe recipe, int time)
    {
        if (recipe.InPlace < 0)
            return null;
        var root = selection.Root(node.Inputs[recipe.InPlace].Id);
        var stored = half.IsHalf(root);
        return storage.TryGetValue(root, out var allocation) && stored == half.Wants(node, recipe.InPlace) && stored == half.IsHalf(node.Id)
            && lastUse[(root, stored)] == time && allocation.End == time && allocation.Bytes == Place.RoundUp(half.Bytes(node.Id)) && node.Inputs.Count(i => selection.Root(i.Id) == root) == 1 ? allocation : null;
    }

    private void PlaceSnapshots(int start, int end)
    {
        foreach (var (parameter, reader) in schedule.Snapshots)
        {
            var last = start + schedule.Nodes.TakeWhile(n => n.Id != reader).Count();
            KeepSnapshot(parameter, start - 1, last);
        }
        foreach (var id in selection.Fetched)
        {
            if (selection.Root(id) != id && selection.ParameterOf(id) is { } p && selection.Updated.Contains(p))
                KeepSnapshot(p, start - 1, end);
        }
    }

    private void KeepSnapshot(Parameter parameter, int start, int end)
    {
        if (snapshots.TryGetValue(parameter, out var allocation))
            allocation.End = Math.Max(allocation.End, end);
        else
            snapshots[parameter] = Add(parameter.Shape.Bytes, start, end, $"{parameter.Name} before the run");
    }

    private void Publish()
    {
        foreach (var id in selection.Fetched)
        {
            var root = selection.Root(id);
            var place = half.IsHalf(id) ? Copy(root, false) : Tensor(id);
            if (place.Region == Region.Parameter || !Published.TryAdd(root, place with { Region = Region.Published, Index = PublishedBytes.Count, Offset = 0 }))
                continue;
            PublishedBytes.Add(place.Bytes);
        }
    }

    private Allocation Add(long bytes, int start, int end, string label)
    {
        var allocation = new Allocation(bytes, start, end, label);
        arena.Add(allocation);
        return allocation;
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
