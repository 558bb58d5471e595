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

    /// <summary>Whether the barriers are proven by replay (<see cref="BarrierChecker"/>); costs less than recording.</summary>
    public bool Check { get; init; } = true;

    /// <summary>Chooses among a node's recipes, the plain one first; null takes <see cref="Recipes"/>, else the tuner's choice, else the last.</summary>
    public Func<Node, IReadOnlyList<Recipe>, Recipe>? Choose { get; init; }

    /// <summary>Recipe names by node id, as <see cref="Plan.Recipes"/> gave them: a resumed training run computes the same bits.</summary>
    public IReadOnlyDictionary<int, string>? Recipes { get; init; }

    /// <summary>Whether recipes are chosen by measuring them on this device; results are kept on disk.</summary>
    public bool Tune { get; init; }

    /// <summary>
    /// Whether a run may be spread over several frames: inputs are latched in the first slice, images are read in the first and written in the last,
    /// fetched tensors are published in the last.
    /// </summary>
    public bool Budgeted { get; init; }

    /// <summary>Estimated milliseconds after which a slice is cut.</summary>
    public double SliceMilliseconds { get; init; } = 8;

    /// <summary>The largest buffer of the arena, which is cut into several beyond it; smaller in tests.</summary>
    internal long ArenaBufferBytes { get; init; } = Arena.MaxBufferBytes;
}
