// The logical device with its one queue: everything else in this folder is made from it.
using System.Text;
using Silk.NET.Core.Native;
using Silk.NET.Vulkan;

namespace Engine;

internal sealed unsafe class VulkanDevice : IDisposable
{
    public readonly VulkanInstance Instance;
    public readonly Vk Api;
    public readonly PhysicalDevice Physical;
    public readonly GpuInfo Info;
    public readonly Device Handle;
    public readonly Queue Queue;
    public readonly uint Family;
    public readonly bool TimestampsSupported;
    public readonly PhysicalDeviceMemoryProperties Memory;
    public readonly DeviceFeatures Features;
    /// <summary>The subgroup size may differ from pipeline to pipeline unless it is asked for.</summary>
    public readonly bool MustFixSubgroupSize;

    public VulkanDevice(GpuOptions options)
    {
        Instance = new VulkanInstance(options);
        try
        {
            Api = Instance.Api;
            (Physical, Info) = PhysicalDevices.Choose(Instance, options.Device);
            (Family, TimestampsSupported) = FindQueueFamily();
            Features = DeviceFeatures.Query(Api, Physical);
            MustFixSubgroupSize = Features.V13.SubgroupSizeControl && Features.V13.ComputeFullSubgroups && SubgroupSizeVaries();
            Handle = Create(options.Surface);
            Api.CurrentDevice = Handle;
            Queue queue;
            Api.GetDeviceQueue(Handle, Family, 0, &queue);
            Queue = queue;
            PhysicalDeviceMemoryProperties memory;
            Api.GetPhysicalDeviceMemoryProperties(Physical, &memory);
            Memory = memory;
        }
        catch
        {
            Instance.Dispose();
            throw;
        }
    }

    /// <summary>Gives a Vulkan handle a name for validation messages and captures; free when names are off.</summary>
    public void SetName(ObjectType type, ulong handle, string name)
    {
        if (Instance.Debug is null || name.Length == 0)
            return;
        var utf8 = Encoding.UTF8.GetBytes(name + '\0');
        fixed (byte* p = utf8)
        {
            var info = new DebugUtilsObjectNameInfoEXT
            {
                SType = StructureType.DebugUtilsObjectNameInfoExt,
                ObjectType = type,
                ObjectHandle = handle,
                PObjectName = p,
            };
            GpuException.Check(Instance.Debug.SetDebugUtilsObjectName(Handle, &info), "naming an object");
        }
    }

    public void Dispose()
    {
        Api.DestroyDevice(Handle, null);
        Instance.Dispose();
    }

    private (uint Family, bool Timestamps) FindQueueFamily()
    {
        uint count = 0;
        Api.GetPhysicalDeviceQueueFamilyProperties(Physical, &count, null);
        var families = stackalloc QueueFamilyProperties[(int)count];
        Api.GetPhysicalDeviceQueueFamilyProperties(Physical, &count, families);
        const QueueFlags Needed = QueueFlags.GraphicsBit | QueueFlags.ComputeBit;
        for (uint i = 0; i < count; i++)
        {
            if ((families[i].QueueFlags & Needed) == Needed)
                return (i, families[i].TimestampValidBits > 0);
        }
        throw new GpuException($"the Vulkan device '{Info.Name}' has no queue for both graphics and compute", "choose another with CNN_GPU");
    }

    private bool SubgroupSizeVaries()
    {
        var sizes = new PhysicalDeviceSubgroupSizeControlProperties { SType = StructureType.PhysicalDeviceSubgroupSizeControlProperties };
        var all = new PhysicalDeviceProperties2 { SType = StructureType.PhysicalDeviceProperties2, PNext = &sizes };
        Api.GetPhysicalDeviceProperties2(Physical, &all);
        return sizes.MinSubgroupSize < sizes.MaxSubgroupSize && (sizes.RequiredSubgroupSizeStages & ShaderStageFlags.ComputeBit) != 0;
    }

    private Device Create(bool surface)
    {
        float priority = 1;
        var queue = new DeviceQueueCreateInfo
        {
            SType = StructureType.DeviceQueueCreateInfo,
            QueueFamilyIndex = Family,
            QueueCount = 1,
            PQueuePriorities = &priority,
        };
        var features = Features;
        features.V12.PNext = &features.V13;
        features.V11.PNext = &features.V12;
        var all = new PhysicalDeviceFeatures2 { SType = StructureType.PhysicalDeviceFeatures2, PNext = &features.V11, Features = features.Core };
        List<string> extensions = surface ? ["VK_KHR_swapchain"] : [];
        var names = (byte**)SilkMarshal.StringArrayToPtr(extensions);
        var info = new DeviceCreateInfo
        {
            SType = StructureType.DeviceCreateInfo,
            PNext = &all,
            QueueCreateInfoCount = 1,
            PQueueCreateInfos = &queue,
            EnabledExtensionCount = (uint)extensions.Count,
            PpEnabledExtensionNames = names,
        };
        Device device;
        var result = Api.CreateDevice(Physical, &info, null, &device);
        SilkMarshal.Free((nint)names);
        GpuException.Check(result, $"opening the Vulkan device '{Info.Name}'");
        return device;
    }
}
