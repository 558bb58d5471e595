// A dispatchable Vulkan handle for interfaces that must not know Silk.NET.Vulkan.
namespace Silk.NET.Core.Native;

public readonly struct VkHandle(nint handle)
{
    public readonly nint Handle = handle;
}
