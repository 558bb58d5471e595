// What a window gives to Vulkan.
using Silk.NET.Core.Native;

namespace Silk.NET.Core.Contexts;

public interface IVkSurface
{
    /// <summary>Makes a VkSurfaceKHR for the window; the caller destroys it.</summary>
    unsafe VkNonDispatchableHandle Create<T>(VkHandle instance, T* allocator)
        where T : unmanaged;

    /// <summary>Instance extensions the window system needs; the strings stay the windowing library's.</summary>
    unsafe byte** GetRequiredExtensions(out uint count);
}
