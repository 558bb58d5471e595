// What a GLFW window gives to Vulkan.
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe class GlfwSurface(nint window) : IVkSurface
{
    /// <exception cref="InvalidOperationException">Vulkan or GLFW refused; the message carries both reasons.</exception>
    public VkNonDispatchableHandle Create<T>(VkHandle instance, T* allocator) where T : unmanaged
    {
        ulong surface;
        var result = NativeGlfw.glfwCreateWindowSurface(instance.Handle, window, allocator, &surface);
        return result == 0
            ? new VkNonDispatchableHandle(surface)
            : throw new InvalidOperationException(
                $"GLFW could not create a Vulkan surface for the window (VkResult {result}: {GlfwLibrary.TakeError()}); "
                + "was the instance made with GetRequiredExtensions?");
    }

    public byte** GetRequiredExtensions(out uint count)
    {
        fixed (uint* pointer = &count)
            return NativeGlfw.glfwGetRequiredInstanceExtensions(pointer);
    }
}
