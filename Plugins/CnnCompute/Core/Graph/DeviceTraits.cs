// What a recipe may ask about the device, without knowing Vulkan.
namespace CnnCompute;

/// <summary>The facts of a device that decide which recipes fit; a plan fills them in from its Gpu.</summary>
/// <param name="IsCpu">A software device: one subgroup is one SIMD register, shared memory and barriers are slow.</param>
/// <param name="UnrolledProducts">
/// Products of registers that one round of a loop may be unrolled to before a software device slows down.
/// </param>
/// <param name="SubgroupSize">Invocations in a subgroup.</param>
/// <param name="HasSubgroupShuffle">subgroupShuffle works in compute shaders.</param>
/// <param name="HasInt64">64-bit integers work in shaders.</param>
/// <param name="SharedMemoryBytes">Shared memory of one workgroup.</param>
/// <param name="MaxBindingBytes">The largest range one storage buffer binding may cover.</param>
/// <param name="BindingAlignment">Offsets of bindings are multiples of this.</param>
/// <param name="MaxGroupsX">The most workgroups along x in one dispatch.</param>
/// <param name="MaxGroupsY">The most workgroups along y (and z).</param>
public sealed record DeviceTraits(
    bool IsCpu, int UnrolledProducts, int SubgroupSize, bool HasSubgroupShuffle, bool HasInt64, int SharedMemoryBytes, long MaxBindingBytes,
    int BindingAlignment, long MaxGroupsX, long MaxGroupsY);
