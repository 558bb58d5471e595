// Lists the Vulkan devices with what they can do, and chooses one.
using System.Globalization;
using System.Runtime.InteropServices;
using Silk.NET.Core;
using Silk.NET.Vulkan;

namespace Engine;

internal static unsafe class PhysicalDevices
{
    /// <summary>All devices, best first; an index is a position in this list.</summary>
    public static List<(PhysicalDevice Handle, GpuInfo Info)> List(VulkanInstance instance)
    {
        var vk = instance.Api;
        uint count = 0;
        var result = vk.EnumeratePhysicalDevices(instance.Handle, &count, null);
        if (result == Result.ErrorInitializationFailed || (result == Result.Success && count == 0))
            throw new GpuException("no Vulkan device was found", GpuException.Drivers);
        GpuException.CheckDriver(result, "listing Vulkan devices");
        var handles = new PhysicalDevice[count];
        fixed (PhysicalDevice* p = handles)
            GpuException.CheckDriver(vk.EnumeratePhysicalDevices(instance.Handle, &count, p), "listing Vulkan devices");
        return [.. handles.Select(h => (Handle: h, Info: Describe(vk, h))).OrderBy(d => d.Info.Kind)
            .Select((d, i) => (d.Handle, d.Info with { Index = i }))];
    }

    /// <summary>The device the options name, or the best usable one.</summary>
    public static (PhysicalDevice Handle, GpuInfo Info) Choose(VulkanInstance instance, string? wanted)
    {
        var all = List(instance);
        var names = string.Join(", ", all.Select(d => $"{d.Info.Index}: {d.Info.Name}"));
        if (string.IsNullOrEmpty(wanted))
        {
            foreach (var device in all)
            {
                if (device.Info.Missing.Length == 0)
                    return device;
            }
            throw new GpuException($"no Vulkan device is usable ({all[0].Info.Name} lacks {all[0].Info.Missing})", GpuException.Drivers);
        }
        var found = int.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? (index < all.Count ? index : -1)
            : all.FindIndex(d => d.Info.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase));
        if (found < 0)
            throw new GpuException($"no Vulkan device matches '{wanted}'", $"set CNN_GPU to a name or an index of: {names}");
        var info = all[found].Info;
        if (info.Missing.Length > 0)
            throw new GpuException($"the Vulkan device '{info.Name}' lacks {info.Missing}", $"update its driver or choose another of: {names}");
        return all[found];
    }

    private static GpuInfo Describe(Vk vk, PhysicalDevice handle)
    {
        var driver = new PhysicalDeviceDriverProperties { SType = StructureType.PhysicalDeviceDriverProperties };
        var p11 = new PhysicalDeviceVulkan11Properties { SType = StructureType.PhysicalDeviceVulkan11Properties, PNext = &driver };
        var p2 = new PhysicalDeviceProperties2 { SType = StructureType.PhysicalDeviceProperties2, PNext = &p11 };
        vk.GetPhysicalDeviceProperties2(handle, &p2);
        var p = p2.Properties;
        var limits = p.Limits;
        var api = (Version32)p.ApiVersion;
        var features = DeviceFeatures.Query(vk, handle);
        PhysicalDeviceMemoryProperties memory;
        vk.GetPhysicalDeviceMemoryProperties(handle, &memory);
        return new GpuInfo
        {
            Index = 0,
            Name = Text(p.DeviceName),
            Kind = p.DeviceType switch
            {
                PhysicalDeviceType.DiscreteGpu => GpuKind.Discrete,
                PhysicalDeviceType.IntegratedGpu => GpuKind.Integrated,
                PhysicalDeviceType.VirtualGpu => GpuKind.Virtual,
                PhysicalDeviceType.Cpu => GpuKind.Cpu,
                _ => GpuKind.Other,
            },
            Driver = $"{Text(driver.DriverName)} {Text(driver.DriverInfo)}".Trim(),
            ApiVersion = $"{api.Major}.{api.Minor}.{api.Patch}",
            SubgroupSize = (int)p11.SubgroupSize,
            SharedMemoryBytes = (int)limits.MaxComputeSharedMemorySize,
            MaxPushBytes = (int)limits.MaxPushConstantsSize,
            MaxBindingBytes = limits.MaxStorageBufferRange,
            BindingAlignment = (int)Math.Max(32, limits.MinStorageBufferOffsetAlignment),
            MaxGroupsX = limits.MaxComputeWorkGroupCount[0],
            MaxGroupsY = limits.MaxComputeWorkGroupCount[1],
            MaxGroupsZ = limits.MaxComputeWorkGroupCount[2],
            MaxGroupThreads = (int)limits.MaxComputeWorkGroupInvocations,
            HasInt64 = features.Core.ShaderInt64,
            HasFloat16 = features.V12.ShaderFloat16,
            HasStorage16 = features.V11.StorageBuffer16BitAccess,
            HasSubgroupShuffle = (p11.SubgroupSupportedOperations & SubgroupFeatureFlags.ShuffleBit) != 0
                && (p11.SubgroupSupportedStages & ShaderStageFlags.ComputeBit) != 0,
            UnifiedMemory = IsUnified(memory),
            TimestampPeriod = limits.TimestampComputeAndGraphics ? limits.TimestampPeriod : 0,
            MemoryBytes = LargestLocalHeap(memory),
            MaxAllocationBytes = (long)Math.Min(p11.MaxMemoryAllocationSize, long.MaxValue),
            Missing = p.ApiVersion < (uint)Vk.Version13 ? $"Vulkan 1.3 (it offers {api.Major}.{api.Minor})" : features.Missing,
        };
    }

    private static string Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8) ?? "";

    /// <summary>True when the memory kernels live in is also mapped, cached and coherent, and there is no other local kind.</summary>
    private static bool IsUnified(PhysicalDeviceMemoryProperties memory)
    {
        const MemoryPropertyFlags Host = MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit | MemoryPropertyFlags.HostCachedBit;
        var unified = false;
        for (var i = 0; i < memory.MemoryTypeCount; i++)
        {
            var flags = memory.MemoryTypes[i].PropertyFlags;
            if ((flags & MemoryPropertyFlags.DeviceLocalBit) == 0)
                continue;
            if ((flags & MemoryPropertyFlags.HostVisibleBit) == 0)
                return false;
            unified |= (flags & Host) == Host;
        }
        return unified;
    }

    private static long LargestLocalHeap(PhysicalDeviceMemoryProperties memory)
    {
        ulong largest = 0;
        for (var i = 0; i < memory.MemoryHeapCount; i++)
        {
            if ((memory.MemoryHeaps[i].Flags & MemoryHeapFlags.DeviceLocalBit) != 0)
                largest = Math.Max(largest, memory.MemoryHeaps[i].Size);
        }
        return (long)largest;
    }
}
