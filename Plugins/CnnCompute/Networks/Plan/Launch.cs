// One kernel launch (or copy) of a plan with its operands placed.
using System.Collections.Immutable;

namespace CnnCompute;

/// <summary>What a kernel's code says about itself, read from its SPIR-V.</summary>
/// <param name="LocalSize">Invocations of a workgroup along x, y, z.</param>
/// <param name="Reads">By position of the binding: whether it is read.</param>
/// <param name="Writes">By position of the binding: whether it is written.</param>
internal sealed record KernelFacts((uint X, uint Y, uint Z) LocalSize, ImmutableArray<bool> Reads, ImmutableArray<bool> Writes);

/// <summary>A launch. Without a step it is a copy from the first place to the second.</summary>
/// <param name="Node">The node it belongs to; null for latching, snapshots and publishing.</param>
/// <param name="Label">What it does, for tables and messages.</param>
/// <param name="Step">The kernel launch, or null.</param>
/// <param name="Places">Operands by position.</param>
/// <param name="Groups">Workgroups along x, y, z.</param>
/// <param name="Facts">Access by position.</param>
internal sealed record Launch(
    Node? Node, string Label, Step? Step, ImmutableArray<Place> Places, (uint X, uint Y, uint Z) Groups, KernelFacts Facts)
{
    /// <summary>Name of the recipe.</summary>
    public string Recipe { get; init; } = "";

    /// <summary>Whether its kernel is the one for 16-bit storage.</summary>
    public bool Half { get; init; }

    /// <summary>Whether its kernel is in the large form, by address: an operand exceeds a binding, or there are too many workgroups.</summary>
    public bool Large { get; init; }

    /// <summary>Estimated or measured duration in milliseconds.</summary>
    public double Milliseconds { get; init; }

    /// <summary>Multiply-accumulates, where the op counts them.</summary>
    public long Macs { get; init; }

    /// <summary>Must lie in the first slice (it reads what others may change between frames).</summary>
    public bool First { get; init; }

    /// <summary>Must lie in the last slice (it writes what others may look at between frames).</summary>
    public bool Last { get; init; }

    /// <summary>Label, node id, epilogue and name.</summary>
    public string Title => Node is null
        ? Label
        : $"{Label} %{Node.Id}{(Node.Epilogue.Parts == 0 ? "" : $" ({Node.Epilogue.Parts})")}{(Node.Name is null ? "" : $" \"{Node.Name}\"")}";

    /// <summary>Bytes of all different operands: the traffic if each is moved once.</summary>
    public long Bytes => Places.Distinct().Sum(p => p.Bytes);

    /// <summary>A copy between two places of equal size.</summary>
    public static Launch Copy(string label, Place source, Place target) =>
        new(null, label, null, [source, target], (1, 1, 1), new KernelFacts((1, 1, 1), [true, false], [false, true]));
}
