// A graph made concrete for one device: compiled once, recorded once, replayed every time.
using System.Collections.Immutable;
using Engine;

namespace CnnCompute;

/// <summary>
/// Fixed shapes in, one recording out: the nodes that some roots and fetches need, fused, in an order, with recipes, offsets and barriers. Compiling
/// may take long; running does not allocate managed memory. Not safe for use by two threads at once.
/// </summary>
public sealed partial class Plan : IDisposable
{
    private static readonly int Debug = EnvironmentVariables.Debug;

    private readonly Gpu gpu;
    private readonly Residence residence;
    private readonly PlanOptions options;
    private readonly DeviceTraits device;
    private readonly Blueprint blueprint;
    private readonly DeviceMemory memory;
    private readonly Residence.Slot[] updated, derivedFrom;
    private readonly long[] seenVersions;
    private readonly ImmutableArray<Command> derivingCommands;
    private readonly Recording? derivation;
    private ImmutableArray<Launch> launches;
    private ImmutableArray<Command> commands;
    private Recording recording;
    private ImmutableArray<double> sliceCosts;
    private bool disposed;

    private Plan(
        Residence residence, IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> fetch, IEnumerable<(string, GpuImage)> images, PlanOptions options)
    {
        (this.residence, this.options, gpu) = (residence, options, residence.Gpu);
        device = options.Device(Traits(gpu.Info));
        if (Debug >= 3)
            Log.Debug(string.Join('\n', roots.Concat(fetch).First().Graph.Nodes));
        var tuner = IsTuned(options.Tune, device.IsCpu, roots.Any(r => r.Node.Op is UpdateOp)) ? new Tuner(gpu) : null;
        if (options.Storage == Storage.F16 && !gpu.Info.HasStorage16)
        {
            throw new GpuException($"{options.Name} asks for 16-bit storage of activations, which '{gpu.Info.Name}' lacks",
                "compile with Storage.F32");
        }
        blueprint = Blueprint.Draw(roots, fetch, device, Reflect, options, tuner is null ? null : tuner.Choose, shader => Follows(gpu, shader));
        residence.Enter();
        try
        {
            memory = new DeviceMemory(residence, blueprint.Memory, options.Name, images);
            residence.Use(memory.Parameters);
            updated = [.. memory.Parameters.Where(s => blueprint.Work.Nodes.Updated.Contains(s.Parameter))];
            derivedFrom = [.. memory.Parameters.Where(s => blueprint.DerivedFrom.Contains(s.Parameter))];
            seenVersions = [.. derivedFrom.Select(_ => -1L)];
            derivingCommands = Blueprint.Commands(blueprint.Deriving);
            launches = blueprint.Main;
            commands = Blueprint.Commands(launches, options.Budgeted ? options.SliceMilliseconds : 0);
            if (options.Check)
                CheckBarriers();
            Warm();
            if (!blueprint.Deriving.IsEmpty)
                derivation = gpu.Record($"{options.Name} derivation", c => Record(c, derivingCommands, blueprint.Deriving));
            recording = gpu.Record(options.Name, c => Record(c, commands, launches));
            sliceCosts = Slices.Costs(commands, launches);
            valueBytes = new byte[blueprint.Memory.ValueBytes];
            Macs = launches.Sum(l => l.Macs);
            PrepareNames();
            if (options.Budgeted && options.Measure)
                Measure();
            if (Debug >= 1)
                Log.Debug(Explain());
            if (Debug >= 2)
                Log.Debug(Profile(3).ToString());
        }
        catch
        {
            recording?.Dispose();
            derivation?.Dispose();
            if (memory is not null)
                residence.Use(memory.Parameters, -1);
            memory?.Dispose();
            residence.Leave();
            throw;
        }
    }

    /// <summary>
    /// Compiles the parts of a graph that <paramref name="roots"/> (updates, image sinks) and <paramref name="fetch"/> (tensors to read after a run)
    /// need.
    /// </summary>
    /// <param name="weights">Holds the parameters; shared with other plans, outlives this one.</param>
    /// <param name="roots">What is done for its effect. A tensor among them counts as fetched.</param>
    /// <param name="fetch">What is kept for reading.</param>
    /// <param name="images">Images the graph names.</param>
    /// <param name="options">Choices; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">Something exceeds the device's limits; the node is named.</exception>
    /// <exception cref="ArgumentException">Nothing to do, or an image is missing.</exception>
    public static Plan Compile(
        Residence weights, IEnumerable<Tensor> roots, IEnumerable<Tensor>? fetch = null, IEnumerable<(string Name, GpuImage Image)>? images = null,
        PlanOptions? options = null) =>
        new(weights, [.. roots], [.. fetch ?? []], images ?? [], options ?? new PlanOptions());

    /// <summary>Compiles for roots that read or write images.</summary>
    public static Plan Compile(
        Residence weights, IEnumerable<Tensor> roots, (string Name, GpuImage Image) image, params (string Name, GpuImage Image)[] more) =>
            Compile(weights, roots, null, [image, .. more]);

    /// <summary>The device's facts as recipes see them; how far to unroll was measured with LLVM 15 and 19 (Mesa 22.3 and 25.0).</summary>
    internal static DeviceTraits Traits(GpuInfo info) => new(
        info.Kind == GpuKind.Cpu, info.LlvmVersion > 15 ? 512 : 1024, info.SubgroupSize, info.HasSubgroupShuffle, info.HasInt64,
        info.SharedMemoryBytes, info.MaxBindingBytes, info.BindingAlignment, info.MaxGroupsX, Math.Min(info.MaxGroupsY, info.MaxGroupsZ));

    /// <summary>
    /// Whether recipes are measured: as asked, by default on what is not a CPU; never where parameters are
    /// updated (docs/architecture.md, "Determinism").
    /// </summary>
    internal static bool IsTuned(bool? wanted, bool isCpu, bool updates) => !updates && (wanted ?? !isCpu);

    /// <summary>Name given in the options.</summary>
    public string Name => options.Name;

    /// <summary>The device.</summary>
    public Gpu Gpu => gpu;

    /// <summary>The recipe of every node that computes: a checkpoint stores them, <see cref="PlanOptions.Recipes"/> takes them back.</summary>
    public IReadOnlyList<StoredRecipe> Recipes =>
        [.. blueprint.Work.Nodes.Computing.Select(n => new StoredRecipe(n.Id, n.Op.Name, blueprint.Work.Recipes[n].Name))];

    /// <summary>Whether <see cref="PlanOptions.Recipes"/> were given, fitted the graph and were taken.</summary>
    public bool HasStoredRecipes => blueprint.Work.Recipes.AreStored;

    /// <summary>Bytes of the arena.</summary>
    public long ArenaBytes => blueprint.Memory.Arena.Peak;

    /// <summary>Bytes alive at the fullest moment: no arena of this schedule could be smaller.</summary>
    public long ArenaLowerBound => blueprint.Memory.Arena.LowerBound;

    /// <summary>Bytes of all buffers the plan owns; parameters belong to the residence.</summary>
    public long Bytes => memory.OwnBytes;

    /// <summary>Slices of one run.</summary>
    public int SliceCount => recording.Slices;

    /// <summary>Launches of one run.</summary>
    public int Steps => launches.Length;

    /// <summary>Of the nodes that compute, how many run on 16-bit activations.</summary>
    public int HalfNodes => blueprint.Work.Storage.Count;

    /// <summary>Multiply-accumulates of one run, convolutions and matrix products only.</summary>
    public long Macs { get; }

    /// <summary>The compiled passes, for tests.</summary>
    internal Blueprint Blueprint => blueprint;

    /// <summary>The launches of a run with durations as estimated or measured, for tests.</summary>
    internal IReadOnlyList<Launch> Launches => launches;

    /// <summary>The recorded commands, for tests.</summary>
    internal IReadOnlyList<Command> Commands => commands;

    /// <summary>Binds other images of any size under the given names, without compiling; a run under way finishes with the old ones.</summary>
    /// <exception cref="ArgumentException">The plan binds no such image.</exception>
    public void Rebind(params ReadOnlySpan<(string Name, GpuImage Image)> images)
    {
        foreach (var (name, image) in images)
            memory.Rebind(name, image);
        if (nextSlice == 0)
            RecordAgain();
        else
            rebound = true;
    }

    /// <summary>Frees the plan's memory once the device has finished with it.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        recording.Dispose();
        derivation?.Dispose();
        foreach (var readback in readbacks)
            readback?.Dispose();
        residence.Use(memory.Parameters, -1);
        memory.Dispose();
        residence.Leave();
    }

    /// <summary>By position, whether a shader's bindings take half the bytes when it is compiled for 16-bit storage.</summary>
    internal static Follow[] Follows(Gpu gpu, string shader) =>
    [
        .. gpu.Bindings(shader, false).Zip(gpu.Bindings(shader, true),
            (full, half) => full.Stride == half.Stride ? Follow.Never : full.Stride == 2 * half.Stride ? Follow.Always : Follow.Results),
    ];

    private KernelFacts Reflect(Step step)
    {
        // Both forms of a shader are touched alike; that of the plan's storage is the one most likely to be used.
        var kernel = gpu.Kernel(step.Shader, step.Constants, options.Storage == Storage.F16);
        return new KernelFacts(
            kernel.LocalSize, [.. kernel.Bindings.Select(b => b.Access != Access.Write)], [.. kernel.Bindings.Select(b => b.Access != Access.Read)]);
    }

    private void CheckBarriers()
    {
        foreach (var (list, of) in new[] { (derivingCommands, blueprint.Deriving), (commands, launches) })
        {
            if (BarrierChecker.FindHazard(Blueprint.Replays(list, of, memory.Identify)) is { } hazard)
                throw new InvalidOperationException($"{options.Name}: {hazard}");
        }
    }

    private void RecordAgain()
    {
        if (options.Check)
            CheckBarriers();
        var old = recording;
        recording = gpu.Record(options.Name, c => Record(c, commands, launches));
        old.Dispose();
        rebound = false;
    }

    private void Record(Commands into, IReadOnlyList<Command> list, IReadOnlyList<Launch> of)
    {
        foreach (var command in list)
        {
            if (command.Kind == CommandKind.Barrier)
                into.Barrier();
            else if (command.Kind == CommandKind.EndSlice)
                into.EndSlice();
            else
                into.Launch(gpu, of[command.Launch], memory.Bind, memory.Addresses, command.First, command.Groups);
        }
    }
}
