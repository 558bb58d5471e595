// The entry to Vulkan: the interface object, versions and proc-address loading.
using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Vulkan;

public unsafe partial class Vk : NativeAPI
{
    public Vk(INativeContext ctx)
        : base(ctx)
    {
    }

    public static Version32 Version10 => new(1, 0, 0);

    public static Version32 Version11 => new(1, 1, 0);

    public static Version32 Version12 => new(1, 2, 0);

    public static Version32 Version13 => new(1, 3, 0);

    /// <summary>Set it after CreateInstance: functions that the loader does not export are looked up through it.</summary>
    public Instance? CurrentInstance { get; set; }

    /// <summary>Set it after CreateDevice: functions that neither the loader nor the instance knows are looked up through it.</summary>
    public Device? CurrentDevice { get; set; }

    /// <summary>Loads the Vulkan loader library; throws FileNotFoundException naming it where it is not installed.</summary>
    public static Vk GetApi()
    {
        var context = new LoaderContext();
        return context.Api = new Vk(context);
    }

    /// <summary>Also creates an instance and makes it current; throws InvalidOperationException where that fails.</summary>
    public static Vk GetApi(InstanceCreateInfo info, out Instance instance) => GetApi(ref info, out instance);

    public static Vk GetApi(ref InstanceCreateInfo info, out Instance instance)
    {
        fixed (InstanceCreateInfo* infoPinned = &info)
            return GetApi(infoPinned, null, out instance);
    }

    public static Vk GetApi(ref InstanceCreateInfo info, ref AllocationCallbacks allocator, out Instance instance)
    {
        fixed (InstanceCreateInfo* infoPinned = &info)
        fixed (AllocationCallbacks* allocatorPinned = &allocator)
            return GetApi(infoPinned, allocatorPinned, out instance);
    }

    public static Version32 MakeVersion(uint major, uint minor, uint patch = 0) => new(major, minor, patch);

    /// <summary>An object of its own over the same library, with another current instance and device.</summary>
    public Vk CloneWith(Instance instance, Device device)
    {
        Vk clone = GetApi();
        clone.CurrentInstance = instance;
        clone.CurrentDevice = device;
        return clone;
    }

    private static Vk GetApi(InstanceCreateInfo* info, AllocationCallbacks* allocator, out Instance instance)
    {
        Vk vk = GetApi();
        Result result = vk.CreateInstance(info, allocator, out instance);
        if (result != Result.Success)
            throw new InvalidOperationException($"vkCreateInstance returned {result}.");
        vk.CurrentInstance = instance;
        return vk;
    }
}
