// VK_KHR_surface: whether and how a window can be presented to.
using Silk.NET.Core;
using Silk.NET.Core.Attributes;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Vulkan.Extensions.KHR;

/// <summary>The functions of VK_KHR_surface, of one instance.</summary>
[Extension(ExtensionName)]
public unsafe class KhrSurface(INativeContext ctx) : NativeExtension<Vk>(ctx)
{
    public const string ExtensionName = "VK_KHR_surface";

    private readonly INativeContext context = ctx;

    public void DestroySurface(Instance instance, SurfaceKHR surface, AllocationCallbacks* pAllocator) =>
        ((delegate* unmanaged<Instance, SurfaceKHR, AllocationCallbacks*, void>)Load("vkDestroySurfaceKHR"))(instance, surface, pAllocator);

    public Result GetPhysicalDeviceSurfaceSupport(PhysicalDevice physicalDevice, uint queueFamilyIndex, SurfaceKHR surface, Bool32* pSupported) =>
        ((delegate* unmanaged<PhysicalDevice, uint, SurfaceKHR, Bool32*, Result>)
            Load("vkGetPhysicalDeviceSurfaceSupportKHR"))(physicalDevice, queueFamilyIndex, surface, pSupported);

    public Result GetPhysicalDeviceSurfaceSupport(PhysicalDevice physicalDevice, uint queueFamilyIndex, SurfaceKHR surface, out Bool32 pSupported)
    {
        pSupported = default;
        fixed (Bool32* pSupportedPinned = &pSupported)
            return GetPhysicalDeviceSurfaceSupport(physicalDevice, queueFamilyIndex, surface, pSupportedPinned);
    }

    public Result GetPhysicalDeviceSurfaceCapabilities(
        PhysicalDevice physicalDevice, SurfaceKHR surface, SurfaceCapabilitiesKHR* pSurfaceCapabilities) =>
        ((delegate* unmanaged<PhysicalDevice, SurfaceKHR, SurfaceCapabilitiesKHR*, Result>)
            Load("vkGetPhysicalDeviceSurfaceCapabilitiesKHR"))(physicalDevice, surface, pSurfaceCapabilities);

    public Result GetPhysicalDeviceSurfaceCapabilities(
        PhysicalDevice physicalDevice, SurfaceKHR surface, out SurfaceCapabilitiesKHR pSurfaceCapabilities)
    {
        pSurfaceCapabilities = default;
        fixed (SurfaceCapabilitiesKHR* pSurfaceCapabilitiesPinned = &pSurfaceCapabilities)
            return GetPhysicalDeviceSurfaceCapabilities(physicalDevice, surface, pSurfaceCapabilitiesPinned);
    }

    public Result GetPhysicalDeviceSurfaceFormats(
        PhysicalDevice physicalDevice, SurfaceKHR surface, uint* pSurfaceFormatCount, SurfaceFormatKHR* pSurfaceFormats) =>
        ((delegate* unmanaged<PhysicalDevice, SurfaceKHR, uint*, SurfaceFormatKHR*, Result>)
            Load("vkGetPhysicalDeviceSurfaceFormatsKHR"))(physicalDevice, surface, pSurfaceFormatCount, pSurfaceFormats);

    public Result GetPhysicalDeviceSurfaceFormats(
        PhysicalDevice physicalDevice, SurfaceKHR surface, ref uint pSurfaceFormatCount, out SurfaceFormatKHR pSurfaceFormats)
    {
        pSurfaceFormats = default;
        fixed (uint* pSurfaceFormatCountPinned = &pSurfaceFormatCount)
        fixed (SurfaceFormatKHR* pSurfaceFormatsPinned = &pSurfaceFormats)
            return GetPhysicalDeviceSurfaceFormats(physicalDevice, surface, pSurfaceFormatCountPinned, pSurfaceFormatsPinned);
    }

    public Result GetPhysicalDeviceSurfacePresentModes(
        PhysicalDevice physicalDevice, SurfaceKHR surface, uint* pPresentModeCount, PresentModeKHR* pPresentModes) =>
        ((delegate* unmanaged<PhysicalDevice, SurfaceKHR, uint*, PresentModeKHR*, Result>)
            Load("vkGetPhysicalDeviceSurfacePresentModesKHR"))(physicalDevice, surface, pPresentModeCount, pPresentModes);

    public Result GetPhysicalDeviceSurfacePresentModes(
        PhysicalDevice physicalDevice, SurfaceKHR surface, ref uint pPresentModeCount, out PresentModeKHR pPresentModes)
    {
        pPresentModes = default;
        fixed (uint* pPresentModeCountPinned = &pPresentModeCount)
        fixed (PresentModeKHR* pPresentModesPinned = &pPresentModes)
            return GetPhysicalDeviceSurfacePresentModes(physicalDevice, surface, pPresentModeCountPinned, pPresentModesPinned);
    }

    protected override IVTable CreateVTable() => new NativeTable(context);
}
