// What a device is and can do, as far as kernels and their planner need to know.
using System.Globalization;

namespace Engine;

/// <summary>One Vulkan device; sizes in bytes.</summary>
public sealed record GpuInfo
{
    /// <summary>Position in <see cref="Gpu.List"/>, usable as <c>CNN_GPU</c>.</summary>
    public required int Index { get; init; }
    /// <summary>The driver's name of the device.</summary>
    public required string Name { get; init; }
    /// <summary>Discrete, integrated, virtual or CPU.</summary>
    public required GpuKind Kind { get; init; }
    /// <summary>Driver name and version in its own words.</summary>
    public required string Driver { get; init; }
    /// <summary>The major version of the LLVM that the driver names as its compiler, as Mesa's does; 0 where none is named.</summary>
    public int LlvmVersion =>
        Driver.Split("LLVM ") is [_, var version, ..]
        && int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            ? major
            : 0;
    /// <summary>Vulkan version the device offers, e.g. 1.3.230.</summary>
    public required string ApiVersion { get; init; }
    /// <summary>Invocations of one subgroup.</summary>
    public required int SubgroupSize { get; init; }
    /// <summary>Shared memory of one workgroup.</summary>
    public required int SharedMemoryBytes { get; init; }
    /// <summary>Largest block of push constants.</summary>
    public required int MaxPushBytes { get; init; }
    /// <summary>Largest range one binding may cover.</summary>
    public required long MaxBindingBytes { get; init; }
    /// <summary>Offsets of bindings are multiples of this: max(32, what the device asks), so that 8 floats can be loaded at once.</summary>
    public required int BindingAlignment { get; init; }
    /// <summary>Most workgroups of one dispatch along x.</summary>
    public required uint MaxGroupsX { get; init; }
    /// <summary>Most workgroups of one dispatch along y.</summary>
    public required uint MaxGroupsY { get; init; }
    /// <summary>Most workgroups of one dispatch along z.</summary>
    public required uint MaxGroupsZ { get; init; }
    /// <summary>Most invocations of one workgroup.</summary>
    public required int MaxGroupThreads { get; init; }
    /// <summary>64-bit integers in shaders.</summary>
    public required bool HasInt64 { get; init; }
    /// <summary>16-bit floats in shader arithmetic.</summary>
    public required bool HasFloat16 { get; init; }
    /// <summary>16-bit values in storage buffers.</summary>
    public required bool HasStorage16 { get; init; }
    /// <summary>subgroupShuffle in compute shaders.</summary>
    public required bool HasSubgroupShuffle { get; init; }
    /// <summary>Device memory is the CPU's memory: mapped, cached and coherent.</summary>
    public required bool UnifiedMemory { get; init; }
    /// <summary>Nanoseconds of one timestamp tick; 0 where the queue has no timestamps.</summary>
    public required float TimestampPeriod { get; init; }
    /// <summary>Size of the largest device-local heap.</summary>
    public required long MemoryBytes { get; init; }
    /// <summary>Largest single allocation.</summary>
    public required long MaxAllocationBytes { get; init; }
    /// <summary>What the engine needs and this device lacks, in words; empty for a usable device.</summary>
    public required string Missing { get; init; }
}
