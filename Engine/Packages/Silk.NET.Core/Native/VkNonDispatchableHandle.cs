// A non-dispatchable Vulkan handle for interfaces that must not know Silk.NET.Vulkan.
namespace Silk.NET.Core.Native;

public readonly struct VkNonDispatchableHandle(ulong handle)
{
    public readonly ulong Handle = handle;
}
