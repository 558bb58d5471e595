// Descriptor sets by the poolful: allocated one after the other, given back all at once.
using Silk.NET.Vulkan;

namespace Engine;

internal sealed unsafe class DescriptorArena(VulkanDevice device) : IDisposable
{
    private const int Sets = 128;
    private readonly List<DescriptorPool> pools = [];
    private int current;

    public DescriptorSet Allocate(DescriptorSetLayout layout)
    {
        DescriptorSet set;
        for (; ; current++)
        {
            var added = current == pools.Count;
            if (added)
                pools.Add(Create());
            var info = new DescriptorSetAllocateInfo
            {
                SType = StructureType.DescriptorSetAllocateInfo,
                DescriptorPool = pools[current],
                DescriptorSetCount = 1,
                PSetLayouts = &layout,
            };
            var result = device.Api.AllocateDescriptorSets(device.Handle, &info, &set);
            if (result == Result.Success)
                return set;
            if (added || result is not (Result.ErrorOutOfPoolMemory or Result.ErrorFragmentedPool))
                GpuException.Throw(result, "allocating a descriptor set");
        }
    }

    /// <summary>Gives all sets back; the device has finished with them.</summary>
    public void Reset()
    {
        for (var i = 0; i <= current && i < pools.Count; i++)
            GpuException.Check(device.Api.ResetDescriptorPool(device.Handle, pools[i], 0), "resetting a descriptor pool");
        current = 0;
    }

    public void Dispose()
    {
        foreach (var pool in pools)
            device.Api.DestroyDescriptorPool(device.Handle, pool, null);
        pools.Clear();
    }

    private DescriptorPool Create()
    {
        var sizes = stackalloc DescriptorPoolSize[3]
        {
            new() { Type = DescriptorType.StorageBuffer, DescriptorCount = Sets * 8 },
            new() { Type = DescriptorType.StorageImage, DescriptorCount = Sets * 2 },
            new() { Type = DescriptorType.CombinedImageSampler, DescriptorCount = Sets * 4 },
        };
        var info = new DescriptorPoolCreateInfo
        {
            SType = StructureType.DescriptorPoolCreateInfo,
            MaxSets = Sets,
            PoolSizeCount = 3,
            PPoolSizes = sizes,
        };
        DescriptorPool pool;
        GpuException.Check(device.Api.CreateDescriptorPool(device.Handle, &info, null, &pool), "creating a descriptor pool");
        return pool;
    }
}
