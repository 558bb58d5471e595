// All of a plan that needs no device: the compiler's passes in their order.
namespace CnnCompute;

/// <summary>Select → fuse → choose recipes → choose storage → find the prologue → schedule → place in memory → lower. Pure CPU work, testable without a Gpu.</summary>
internal sealed class Blueprint
{
    private Blueprint(
        Selection selection, HalfStorage storage, Prologue derived, Schedule schedule, MemoryMap memory, List<Launch> prologue, List<Launch> main) =>
        (Selection, Storage, Derived, Schedule, Memory, Prologue, Main) = (selection, storage, derived, schedule, memory, prologue, main);

    /// <summary>Nodes after fusion, with recipes.</summary>
    public Selection Selection { get; }

    /// <summary>Which nodes run on 16-bit activations.</summary>
    public HalfStorage Storage { get; }

    /// <summary>What depends on parameters alone.</summary>
    public Prologue Derived { get; }

    /// <summary>The order.</summary>
    public Schedule Schedule { get; }

    /// <summary>Where everything lies.</summary>
    public MemoryMap Memory { get; }

    /// <summary>Launches that run when a parameter changed.</summary>
    public IReadOnlyList<Launch> Prologue { get; }

    /// <summary>Launches of every run.</summary>
    public IReadOnlyList<Launch> Main { get; }

    /// <summary>Runs the passes.</summary>
    /// <param name="roots">Updates and image sinks.</param>
    /// <param name="fetch">Tensors to keep.</param>
    /// <param name="device">Limits and facts of the device.</param>
    /// <param name="reflect">Reads a step's kernel.</param>
    /// <param name="options">Choices of the caller.</param>
    /// <param name="tuned">Choice among recipes by measurement, or null.</param>
    /// <param name="follows">By position, how a shader's bindings follow the storage of activations; asked for F16 alone.</param>
    public static Blueprint Draw(
        IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> fetch, DeviceTraits device, Func<Step, KernelFacts> reflect, PlanOptions options,
        Func<Node, IReadOnlyList<Recipe>, Recipe>? tuned = null, Func<string, Follow[]>? follows = null)
    {
        var selection = Selection.Reachable(roots, fetch);
        if (options.Fuse)
            Fusion.Run(selection);
        var half = options.Storage == CnnCompute.Storage.F16;
        RecipeChoice.Run(selection, half ? Halved(device) : device, options, tuned);
        var storage = half
            ? HalfStorage.Decide(selection, device.BindingAlignment, follows ?? throw new ArgumentException("16-bit storage needs to know what shaders bind"))
            : HalfStorage.None(selection);
        var derived = CnnCompute.Prologue.Find(selection);
        var schedule = Schedule.Of(selection, derived, options.Budgeted, storage);
        var memory = new MemoryMap(selection, storage, derived, schedule, device, options);
        var lowering = new Lowering(selection, storage, memory, device, reflect);
        lowering.Run(derived, schedule);
        foreach (var launch in lowering.Prologue.Concat(lowering.Main))
            launch.Milliseconds = CostModel.Milliseconds(launch, device, options.Measure);
        return new Blueprint(selection, storage, derived, schedule, memory, lowering.Prologue, lowering.Main);
    }

    /// <summary>The device as recipes see it whose offsets may be halved.</summary>
    internal static DeviceTraits Halved(DeviceTraits device) => device with { BindingAlignment = 2 * device.BindingAlignment };

    /// <summary>The commands of a list of launches: cut where asked, with barriers.</summary>
    public static List<Command> Commands(IReadOnlyList<Launch> launches, double sliceMilliseconds = 0) =>
        Barriers.Insert(sliceMilliseconds > 0 ? Slices.Cut(launches, sliceMilliseconds) : Slices.Whole(launches), launches);

    /// <summary>What the checker replays, with memory told apart by <paramref name="memory"/> and byte ranges as they are bound.</summary>
    public static Replay[] Replays(IReadOnlyList<Command> commands, IReadOnlyList<Launch> launches, Func<Place, (object Memory, long Offset, long Bytes)> memory) =>
    [
        .. commands.Select(c => c.Orders
            ? new Replay(c.Kind.ToString(), -1, true, [])
            : new Replay($"{c.Launch}: {launches[c.Launch].Label}", c.Launch, false, [.. launches[c.Launch].Places.Select((p, i) =>
            {
                var (buffer, offset, bytes) = memory(p);
                return new Touch(buffer, offset, bytes, launches[c.Launch].Facts.Reads[i], launches[c.Launch].Facts.Writes[i]);
            })])),
    ];
}
