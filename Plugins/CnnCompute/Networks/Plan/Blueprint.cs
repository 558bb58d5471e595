// All of a plan that needs no device: the compiler's passes in their order.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>
/// What each pass of the compiler found: select → fuse → choose recipes and storage → find derived weights → order → find conversions → number the
/// moments → place in memory → lower to launches → estimate. A pass is given earlier results and changes none. Pure CPU work, testable without a Gpu.
/// </summary>
/// <param name="Reachable">What roots and fetches need.</param>
/// <param name="Work">Fused nodes and how they are computed.</param>
/// <param name="Dependencies">What waits for what.</param>
/// <param name="Schedule">The order.</param>
/// <param name="Conversions">What is brought into the other storage.</param>
/// <param name="Timeline">When everything runs.</param>
/// <param name="Memory">Where everything lies.</param>
/// <param name="Launches">What is recorded, with estimated durations.</param>
internal sealed record Blueprint(
    Selection Reachable, Work Work, Dependencies Dependencies, Schedule Schedule, Conversions Conversions, Timeline Timeline, MemoryMap Memory,
    Launches Launches)
{
    /// <summary>Launches of every run.</summary>
    public ImmutableArray<Launch> Main => Launches.Main;

    /// <summary>Launches that run when a parameter changed.</summary>
    public ImmutableArray<Launch> Deriving => Launches.Deriving;

    /// <summary>The parameters whose change makes the next run begin with a derivation.</summary>
    public IReadOnlySet<Parameter> DerivedFrom { get; } = Work.Derived.Parameters.Union(Conversions.Parameters).ToHashSet();

    /// <summary>Runs the passes.</summary>
    /// <param name="roots">Updates and image sinks.</param>
    /// <param name="fetch">Tensors to keep.</param>
    /// <param name="device">Limits and facts of the device.</param>
    /// <param name="reflect">Reads a step's kernel.</param>
    /// <param name="options">Choices of the caller.</param>
    /// <param name="tuned">Choice among a node's recipes by measurement, or null.</param>
    /// <param name="follows">By position, how a shader's bindings follow the storage of activations; asked for F16 alone.</param>
    public static Blueprint Draw(
        IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> fetch, DeviceTraits device, Func<Step, KernelFacts> reflect, PlanOptions options,
        Func<IReadOnlyList<Trial>, Recipe>? tuned = null, Func<string, Follow[]>? follows = null)
    {
        var reachable = Selection.Reachable(roots, fetch);
        var fused = options.Fuse ? Fusion.Fuse(reachable) : reachable;
        var half = options.Storage == Storage.F16;
        if (half && follows is null)
            throw new ArgumentException("16-bit storage needs to know what shaders bind", nameof(follows));
        var candidates = Candidates.Of(fused, half ? Halved(device) : device);
        var recipes = ChosenRecipes.Of(candidates, options);
        HalfStorage Store(ChosenRecipes chosen) =>
            half ? HalfStorage.Decide(fused, chosen, device.BindingAlignment, follows!) : HalfStorage.None(fused);
        var storage = Store(recipes);
        var derived = DerivedWeights.Find(fused, recipes);
        if (tuned is not null && recipes.AreFree && fused.Updated.Count == 0)
        {
            var untuned = new Work(fused, recipes, storage, derived);
            recipes = Tuning.Choose(candidates, untuned, new Lowering(device, reflect), device.BindingAlignment, tuned, half ? follows : null);
            (storage, derived) = (Store(recipes), DerivedWeights.Find(fused, recipes));
        }
        var work = new Work(fused, recipes, storage, derived);
        var dependencies = Dependencies.Of(work, options.Budgeted);
        var schedule = Schedule.Of(work, dependencies, options.Budgeted);
        var conversions = Conversions.Of(work, schedule);
        var timeline = Timeline.Of(work, schedule, conversions);
        var memory = Placement.Of(work, dependencies, schedule, conversions, timeline, device, options);
        var launches = Launches.Of(work, schedule, conversions, memory, device, reflect).Estimated(device, options.Measure);
        return new Blueprint(reachable, work, dependencies, schedule, conversions, timeline, memory, launches);
    }

    /// <summary>The device as recipes see it whose offsets may be halved.</summary>
    internal static DeviceTraits Halved(DeviceTraits device) => device with { BindingAlignment = 2 * device.BindingAlignment };

    /// <summary>The commands of a list of launches: cut where asked, with barriers.</summary>
    public static ImmutableArray<Command> Commands(IReadOnlyList<Launch> launches, double sliceMilliseconds = 0) =>
        Barriers.Insert(sliceMilliseconds > 0 ? Slices.Cut(launches, sliceMilliseconds) : Slices.Whole(launches), launches);

    /// <summary>What the checker replays, with memory told apart by <paramref name="memory"/> and byte ranges as they are bound.</summary>
    public static Replay[] Replays(
        IReadOnlyList<Command> commands, IReadOnlyList<Launch> launches, Func<Place, (object Memory, long Offset, long Bytes)> memory) =>
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
