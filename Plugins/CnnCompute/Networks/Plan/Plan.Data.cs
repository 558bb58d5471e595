// What goes into a plan and what comes out: values, inputs, fetched tensors.
using System.Runtime.InteropServices;
using Engine;

namespace CnnCompute;

public sealed partial class Plan
{
    private readonly byte[] valueBytes;
    private readonly Dictionary<string, bool> isSet = [];
    private readonly Dictionary<string, (InputOp Op, Place Place)> valuesByName = [];
    private readonly Dictionary<string, (Shape Shape, DType Type, int Index)> inputsByName = [];
    private readonly Dictionary<string, int> fetchByName = [];
    private readonly Dictionary<int, int> fetchById = [];
    private (Shape Shape, Place Place, string Name)[] fetches = [];
    private Readback<float>?[] readbacks = [];
    private float[] reordered = [];
    private int unset;

    /// <summary>Names of the inputs that are uploaded.</summary>
    public IEnumerable<string> InputNames => inputsByName.Keys;

    /// <summary>Sets a per-run number (see <see cref="Graph.Value"/>); it counts from the next run that begins.</summary>
    public void Set(string name, float value) => SetBytes(name, DType.F32, MemoryMarshal.AsBytes(new ReadOnlySpan<float>(in value)));

    /// <summary>Sets a per-run integer.</summary>
    public void SetInt(string name, int value) => SetBytes(name, DType.I32, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in value)));

    /// <summary>Sets several per-run numbers, in memory order.</summary>
    public void Set(string name, ReadOnlySpan<float> values) => SetBytes(name, DType.F32, MemoryMarshal.AsBytes(values));

    /// <summary>Sets several per-run integers, in memory order.</summary>
    public void SetInt(string name, ReadOnlySpan<int> values) => SetBytes(name, DType.I32, MemoryMarshal.AsBytes(values));

    /// <summary>Whether the plan has a value of that name: one net serves plans with and without a rate.</summary>
    public bool HasValue(string name) => valuesByName.ContainsKey(name);

    /// <summary>
    /// The buffer of an input, in memory order and rounded up to 32 bytes, for copies and kernels that write it in the frame before the run.
    /// </summary>
    public Binding Input(string name)
    {
        var (shape, _, index) = FindInput(name);
        return memory.Bind(new Place(Region.Input, index, 0, Place.RoundUp(shape.Bytes)));
    }

    /// <summary>Uploads an input given in NCHW order, in the device's order.</summary>
    public void Upload(Commands commands, string name, ReadOnlySpan<float> values)
    {
        var shape = FindInput(name, values.Length, DType.F32).Shape;
        commands.Upload(Input(name), shape.RowMajorInMemory ? values : MemoryOrder.To(shape, values, Reordered(values.Length)));
    }

    /// <summary>Uploads an integer or Boolean (0 or 1) input given in NCHW order.</summary>
    public void Upload(Commands commands, string name, ReadOnlySpan<int> values)
    {
        var shape = FindInput(name, values.Length, DType.I32).Shape;
        commands.Upload(Input(name),
            shape.RowMajorInMemory ? values : MemoryOrder.To(shape, values, MemoryMarshal.Cast<float, int>(Reordered(values.Length))));
    }

    /// <summary>Uploads an input's bytes as they shall lie in memory; the last word may be incomplete.</summary>
    public void UploadRaw<T>(Commands commands, string name, ReadOnlySpan<T> memoryOrder) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(memoryOrder);
        FindInput(name, (bytes.Length + 3) / 4, null);
        commands.Upload(Input(name), bytes);
    }

    /// <summary>Uploads an input given in NCHW order and waits; for tests and tools.</summary>
    public void Upload(string name, ReadOnlySpan<float> values)
    {
        var shape = FindInput(name, values.Length, DType.F32).Shape;
        gpu.Upload(Input(name), shape.RowMajorInMemory ? values : MemoryOrder.To(shape, values, Reordered(values.Length)));
    }

    /// <summary>Uploads an integer or Boolean (0 or 1) input given in NCHW order and waits; for tests and tools.</summary>
    public void Upload(string name, ReadOnlySpan<int> values)
    {
        var shape = FindInput(name, values.Length, DType.I32).Shape;
        gpu.Upload(Input(name),
            shape.RowMajorInMemory ? values : MemoryOrder.To(shape, values, MemoryMarshal.Cast<float, int>(Reordered(values.Length))));
    }

    /// <summary>Where a fetched tensor lies after a run, in memory order, for copies and kernels later in the frame.</summary>
    public Binding Output(string name) => memory.Bind(Exact(fetches[FindFetch(name)]));

    /// <summary>
    /// Copies all fetched tensors into their readback rings; <see cref="TryRead(string, Span{float}, out long)"/> delivers them some frames later and
    /// tells <paramref name="frame"/>, by default the number of the current one.
    /// </summary>
    public void Read(Commands commands, long frame = -1)
    {
        for (var i = 0; i < fetches.Length; i++)
            Read(commands, i, frame);
    }

    /// <summary>Copies one fetched tensor into its readback ring.</summary>
    public void Read(Commands commands, string name, long frame = -1) => Read(commands, FindFetch(name), frame);

    /// <summary>
    /// The newest finished result of a fetched tensor in NCHW order, without waiting; false when nothing new has arrived. <paramref name="frame"/> is
    /// the number given to <see cref="Read(Commands, long)"/>.
    /// </summary>
    public bool TryRead(string name, Span<float> destination, out long frame) => TryRead(FindFetch(name), destination, out frame);

    /// <summary>The same for integers.</summary>
    public bool TryRead(string name, Span<int> destination, out long frame) =>
        TryRead(FindFetch(name), MemoryMarshal.Cast<int, float>(destination), out frame);

    /// <summary>A fetched tensor in NCHW order; waits. For tests and tools.</summary>
    public float[] Fetch(string name) => Fetch(FindFetch(name));

    /// <summary>A fetched tensor in NCHW order; waits. For tests and tools.</summary>
    public float[] Fetch(Tensor tensor) => Fetch(FindFetch(tensor));

    /// <summary>A fetched integer or Boolean tensor in NCHW order; waits. For tests and tools.</summary>
    public int[] FetchInt(string name) => MemoryMarshal.Cast<float, int>(Fetch(FindFetch(name))).ToArray();

    /// <summary>A fetched integer or Boolean tensor in NCHW order; waits. For tests and tools.</summary>
    public int[] FetchInt(Tensor tensor) => MemoryMarshal.Cast<float, int>(Fetch(FindFetch(tensor))).ToArray();

    private void PrepareNames()
    {
        foreach (var value in blueprint.Memory.Values)
        {
            valuesByName[value.Op.Key] = value;
            isSet[value.Op.Key] = false;
        }
        unset = isSet.Count;
        for (var i = 0; i < blueprint.Memory.Inputs.Length; i++)
            inputsByName[blueprint.Memory.Inputs[i].Key] = (blueprint.Memory.Inputs[i].Dimensions, blueprint.Memory.Inputs[i].Type, i);
        var graph = blueprint.Work.Nodes.Graph;
        foreach (var id in blueprint.Work.Nodes.Fetched)
            fetchById[id] = fetchById.Count;
        foreach (var (name, id) in graph.Names)
        {
            if (fetchById.TryGetValue(id, out var i))
                fetchByName[name] = i;
        }
        fetches = [.. fetchById.Keys.Select(id => (graph.Nodes[id].Shape, blueprint.Memory.Fetched(id), graph.Nodes[id].Name ?? $"%{id}"))];
        readbacks = new Readback<float>?[fetches.Length];
    }

    private void SetBytes(string name, DType type, ReadOnlySpan<byte> bytes)
    {
        if (!valuesByName.TryGetValue(name, out var value))
            throw new ArgumentException($"{Name} has no value \"{name}\"; it has {Listed(valuesByName.Keys)}");
        if (value.Op.Type != type || bytes.Length != value.Op.Dimensions.Bytes)
        {
            throw new ArgumentException(
                $"{Name}: value \"{name}\" is {value.Op.Dimensions} {value.Op.Type}; {bytes.Length / 4} of {type} were given");
        }
        bytes.CopyTo(valueBytes.AsSpan((int)value.Place.Offset));
        if (!isSet[name])
            (isSet[name], unset) = (true, unset - 1);
    }

    private (Shape Shape, DType Type, int Index) FindInput(string name, long count = -1, DType? type = null)
    {
        if (!inputsByName.TryGetValue(name, out var input))
            throw new ArgumentException($"{Name} has no input \"{name}\"; it has {Listed(inputsByName.Keys)}");
        if ((count >= 0 && count != input.Shape.Count) || (type is { } t && t != input.Type && (t, input.Type) != (DType.I32, DType.Bool)))
        {
            throw new ArgumentException(
                $"{Name}: input \"{name}\" is {input.Shape} {input.Type}; {count} elements{(type is null ? "" : $" of {type}")} were given");
        }
        return input;
    }

    private int FindFetch(string name) => fetchByName.TryGetValue(name, out var i)
        ? i
        : throw new ArgumentException($"{Name} does not fetch \"{name}\"; it fetches {Listed(fetchByName.Keys)}");

    private int FindFetch(Tensor tensor) => ReferenceEquals(tensor.Graph, blueprint.Work.Nodes.Graph) && fetchById.TryGetValue(tensor.Id, out var i)
        ? i
        : throw new ArgumentException($"{Name} does not fetch {tensor}; pass it to Plan.Compile as fetch");

    private static Place Exact((Shape Shape, Place Place, string Name) fetch) => fetch.Place with { Bytes = fetch.Shape.Bytes };

    private void Read(Commands commands, int i, long frame)
    {
        var readback = readbacks[i] ??= gpu.Readback<float>((int)fetches[i].Shape.Count, $"{options.Name} {fetches[i].Name}");
        commands.Read(memory.Bind(Exact(fetches[i])), readback, frame);
    }

    private bool TryRead(int i, Span<float> destination, out long frame)
    {
        var shape = fetches[i].Shape;
        frame = -1;
        if (readbacks[i] is not { } readback)
            return false;
        if (destination.Length != shape.Count)
            throw new ArgumentException($"{Name}: {fetches[i].Name} has {shape.Count} elements {shape}, the destination holds {destination.Length}");
        if (shape.RowMajorInMemory)
            return readback.TryRead(destination, out frame);
        var raw = Reordered(destination.Length);
        if (!readback.TryRead(raw, out frame))
            return false;
        MemoryOrder.From<float>(shape, raw, destination);
        return true;
    }

    private float[] Fetch(int i)
    {
        var raw = new float[fetches[i].Shape.Count];
        gpu.Download(memory.Bind(Exact(fetches[i])), raw.AsSpan());
        return fetches[i].Shape.FromMemory<float>(raw);
    }

    private Span<float> Reordered(int count)
    {
        if (reordered.Length < count)
            reordered = new float[count];
        return reordered.AsSpan(0, count);
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Take(40).DefaultIfEmpty("none"));
}
