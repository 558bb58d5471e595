// The optional features the engine uses, each enabled only where the device has it.
using Silk.NET.Vulkan;

namespace Engine;

internal unsafe struct DeviceFeatures
{
    public PhysicalDeviceFeatures Core;
    public PhysicalDeviceVulkan11Features V11;
    public PhysicalDeviceVulkan12Features V12;
    public PhysicalDeviceVulkan13Features V13;

    /// <summary>What the device has, reduced to what the engine knows how to use.</summary>
    public static DeviceFeatures Query(Vk vk, PhysicalDevice device)
    {
        var v13 = new PhysicalDeviceVulkan13Features { SType = StructureType.PhysicalDeviceVulkan13Features };
        var v12 = new PhysicalDeviceVulkan12Features { SType = StructureType.PhysicalDeviceVulkan12Features, PNext = &v13 };
        var v11 = new PhysicalDeviceVulkan11Features { SType = StructureType.PhysicalDeviceVulkan11Features, PNext = &v12 };
        var all = new PhysicalDeviceFeatures2 { SType = StructureType.PhysicalDeviceFeatures2, PNext = &v11 };
        vk.GetPhysicalDeviceFeatures2(device, &all);
        var core = all.Features;
        return new DeviceFeatures
        {
            Core = new()
            {
                ShaderInt64 = core.ShaderInt64,
                ShaderInt16 = core.ShaderInt16,
                ShaderStorageImageWriteWithoutFormat = core.ShaderStorageImageWriteWithoutFormat,
                VertexPipelineStoresAndAtomics = core.VertexPipelineStoresAndAtomics,
                FragmentStoresAndAtomics = core.FragmentStoresAndAtomics,
            },
            V11 = new()
            {
                SType = StructureType.PhysicalDeviceVulkan11Features,
                StorageBuffer16BitAccess = v11.StorageBuffer16BitAccess,
                UniformAndStorageBuffer16BitAccess = v11.UniformAndStorageBuffer16BitAccess,
                ShaderDrawParameters = v11.ShaderDrawParameters,
            },
            V12 = new()
            {
                SType = StructureType.PhysicalDeviceVulkan12Features,
                StorageBuffer8BitAccess = v12.StorageBuffer8BitAccess,
                UniformAndStorageBuffer8BitAccess = v12.UniformAndStorageBuffer8BitAccess,
                ShaderFloat16 = v12.ShaderFloat16,
                ShaderInt8 = v12.ShaderInt8,
                ScalarBlockLayout = v12.ScalarBlockLayout,
                ShaderSubgroupExtendedTypes = v12.ShaderSubgroupExtendedTypes,
                HostQueryReset = v12.HostQueryReset,
                BufferDeviceAddress = v12.BufferDeviceAddress,
                TimelineSemaphore = v12.TimelineSemaphore,
            },
            V13 = new()
            {
                SType = StructureType.PhysicalDeviceVulkan13Features,
                SubgroupSizeControl = v13.SubgroupSizeControl,
                ComputeFullSubgroups = v13.ComputeFullSubgroups,
                Synchronization2 = v13.Synchronization2,
                DynamicRendering = v13.DynamicRendering,
                Maintenance4 = v13.Maintenance4,
            },
        };
    }

    /// <summary>The first thing a shader asks for (SPIR-V capability numbers) that the device lacks, in words; null when it can run.</summary>
    public readonly string? FirstLacking(HashSet<uint> capabilities)
    {
        if (capabilities.Contains(11) && !Core.ShaderInt64)
            return "64-bit integers";
        if (capabilities.Contains(22) && !Core.ShaderInt16)
            return "16-bit integers";
        if (capabilities.Contains(9) && !V12.ShaderFloat16)
            return "16-bit float arithmetic";
        if (capabilities.Contains(39) && !V12.ShaderInt8)
            return "8-bit integers";
        if (capabilities.Contains(4433) && !V11.StorageBuffer16BitAccess)
            return "16-bit storage buffers";
        if (capabilities.Contains(4434) && !V11.UniformAndStorageBuffer16BitAccess)
            return "16-bit uniform and storage buffers";
        if (capabilities.Contains(4448) && !V12.StorageBuffer8BitAccess)
            return "8-bit storage buffers";
        if (capabilities.Contains(4449) && !V12.UniformAndStorageBuffer8BitAccess)
            return "8-bit uniform and storage buffers";
        return capabilities.Contains(10) ? "64-bit floats (which the engine does not enable)" : null;
    }

    /// <summary>The features nothing works without, as far as they are absent.</summary>
    public readonly string Missing
    {
        get
        {
            List<string> missing = [];
            if (!V12.TimelineSemaphore)
                missing.Add("timelineSemaphore");
            if (!V12.BufferDeviceAddress)
                missing.Add("bufferDeviceAddress");
            if (!V13.Synchronization2)
                missing.Add("synchronization2");
            if (!V13.DynamicRendering)
                missing.Add("dynamicRendering");
            if (!V13.Maintenance4)
                missing.Add("maintenance4");
            return string.Join(", ", missing);
        }
    }
}
