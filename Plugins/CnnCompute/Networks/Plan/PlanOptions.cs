// What a caller may ask of a plan's compilation.
namespace CnnCompute;

/// <summary>Options of Plan.Compile.</summary>
public sealed record PlanOptions
{
    /// <summary>Only plain recipes, nothing fused: the plan that others are compared with.</summary>
    public static PlanOptions Plain { get; } = new() { Fuse = false, Choose = (_, recipes) => recipes[0] };

    /// <summary>Name in debug labels, tables and messages.</summary>
    public string Name { get; init; } = "plan";

    /// <summary>Whether bias, scale, residual and clamp vanish into the kernel that makes their input.</summary>
    public bool Fuse { get; init; } = true;

    /// <summary>How activations are stored. F16 needs a device with 16-bit storage buffers.</summary>
    public Storage Storage { get; init; }

    /// <summary>Whether the barriers are proven by replay (<see cref="BarrierChecker"/>); costs less than recording.</summary>
    public bool Check { get; init; } = true;

    /// <summary>
    /// Chooses among a node's recipes, the plain one first; null takes <see cref="Recipes"/>, else the tuner's choice, else the last.
    /// </summary>
    public Func<Node, IReadOnlyList<Recipe>, Recipe>? Choose { get; init; }

    /// <summary>
    /// Recipes as <see cref="Plan.Recipes"/> gave them, so that a resumed training run computes the same bits. Ignored as a whole where they do not
    /// fit the graph; <see cref="Plan.HasStoredRecipes"/> tells.
    /// </summary>
    public IReadOnlyList<StoredRecipe>? Recipes { get; init; }

    /// <summary>
    /// Whether recipes are chosen by measuring them on this device; results are kept on disk. Null: on devices that are not CPUs. Plans that update
    /// parameters are never tuned: a training run repeats its bits.
    /// </summary>
    public bool? Tune { get; init; }

    /// <summary>
    /// Whether a run may be spread over several frames: inputs are latched in the first slice, images are read in the first and written in the last,
    /// fetched tensors are published in the last.
    /// </summary>
    public bool Budgeted { get; init; }

    /// <summary>
    /// Whether slices are cut by measured times: a budgeted plan runs a few times while it is compiled, with inputs and values of 0; images and
    /// parameters keep what they hold. False cuts by fixed estimates, the same on every machine of a kind.
    /// </summary>
    public bool Measure { get; init; } = true;

    /// <summary>Milliseconds after which a slice is cut, measured or estimated.</summary>
    public double SliceMilliseconds { get; init; } = 8;

    /// <summary>The traits that recipes are made for; lower limits in tests.</summary>
    internal Func<DeviceTraits, DeviceTraits> Device { get; init; } = device => device;

    /// <summary>The largest buffer of the arena, which is cut into several beyond it; smaller in tests.</summary>
    internal long ArenaBufferBytes { get; init; } = Arena.MaxBufferBytes;
}
