// Between Vulkan's handles and the ones that windowing knows.
using Silk.NET.Core.Native;

namespace Silk.NET.Vulkan;

public static class StructExtensions
{
    public static VkHandle ToHandle(this Instance instance) => new(instance.Handle);

    public static SurfaceKHR ToSurface(this VkNonDispatchableHandle handle) => new(handle.Handle);
}
