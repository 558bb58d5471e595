// All of a plan that needs no device: the compiler's passes in their order.
namespace CnnCompute;

/// <summary>Select → fuse → choose recipes → find the prologue → schedule → place in memory → lower. Pure CPU work, testable without a Gpu.</summary>
internal sealed class Blueprint
{
    private Blueprint(Selection selection, Prologue derived, Schedule schedule, MemoryMap memory, List<Launch> prologue, List<Launch> main) =>
        (Selection, Derived, Schedule, Memory, Prologue, Main) = (selection, derived, schedule, memory, prologue, main);

    /// <summary>Nodes after fusion, with recipes.</summary>
    public Selection Selection { get; }

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
    public static Blueprint Draw(
        IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> fetch, DeviceTraits device, Func<Step, KernelFacts> reflect, PlanOptions options,
        Func<Node, IReadOnlyList<Recipe>, Recipe>? tuned = null)
    {
        var selection = Selection.Reachable(roots, fetch);
        if (options.Fuse)
            Fusion.Run(selection);
        RecipeChoice.Run(selection, device, options, tuned);
        var derived = CnnCompute.Prologue.Find(selection);
        var schedule = Schedule.Of(selection, derived, options.Budgeted);
        var memory = new MemoryMap(selection, derived, schedule, device, options);
        var lowering = new Lowering(selection, memory, device, reflect);
        lowering.Run(derived, schedule);
        foreach (var launch in lowering.Prologue.Concat(lowering.Main))
            launch.Milliseconds = CostModel.Milliseconds(launch, device, options.Measure);
        return new Blueprint(selection, derived, schedule, memory, lowering.Prologue, lowering.Main);
    }

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
