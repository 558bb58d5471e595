// Something (a window) that may offer a Vulkan surface.
namespace Silk.NET.Core.Contexts;

public interface IVkSurfaceSource
{
    /// <summary>Null where the window was not made for Vulkan.</summary>
    IVkSurface? VkSurface { get; }
}
