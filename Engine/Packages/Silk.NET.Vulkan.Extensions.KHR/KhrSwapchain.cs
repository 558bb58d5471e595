// VK_KHR_swapchain: the pictures of a window, acquired and presented in turn.
using Silk.NET.Core.Attributes;
using Silk.NET.Core.Contexts;
using Silk.NET.Core.Native;

namespace Silk.NET.Vulkan.Extensions.KHR;

/// <summary>The functions of VK_KHR_swapchain, of one device.</summary>
[Extension(ExtensionName)]
public unsafe class KhrSwapchain(INativeContext ctx) : NativeExtension<Vk>(ctx)
{
    public const string ExtensionName = "VK_KHR_swapchain";

    private readonly INativeContext context = ctx;

    public Result CreateSwapchain(Device device, SwapchainCreateInfoKHR* pCreateInfo, AllocationCallbacks* pAllocator, SwapchainKHR* pSwapchain) =>
        ((delegate* unmanaged<Device, SwapchainCreateInfoKHR*, AllocationCallbacks*, SwapchainKHR*, Result>)
            Load("vkCreateSwapchainKHR"))(device, pCreateInfo, pAllocator, pSwapchain);

    public Result CreateSwapchain(
        Device device, ref readonly SwapchainCreateInfoKHR pCreateInfo, AllocationCallbacks* pAllocator, out SwapchainKHR pSwapchain)
    {
        pSwapchain = default;
        fixed (SwapchainCreateInfoKHR* pCreateInfoPinned = &pCreateInfo)
        fixed (SwapchainKHR* pSwapchainPinned = &pSwapchain)
            return CreateSwapchain(device, pCreateInfoPinned, pAllocator, pSwapchainPinned);
    }

    public void DestroySwapchain(Device device, SwapchainKHR swapchain, AllocationCallbacks* pAllocator) =>
        ((delegate* unmanaged<Device, SwapchainKHR, AllocationCallbacks*, void>)Load("vkDestroySwapchainKHR"))(device, swapchain, pAllocator);

    public Result GetSwapchainImages(Device device, SwapchainKHR swapchain, uint* pSwapchainImageCount, Image* pSwapchainImages) =>
        ((delegate* unmanaged<Device, SwapchainKHR, uint*, Image*, Result>)
            Load("vkGetSwapchainImagesKHR"))(device, swapchain, pSwapchainImageCount, pSwapchainImages);

    public Result GetSwapchainImages(Device device, SwapchainKHR swapchain, ref uint pSwapchainImageCount, out Image pSwapchainImages)
    {
        pSwapchainImages = default;
        fixed (uint* pSwapchainImageCountPinned = &pSwapchainImageCount)
        fixed (Image* pSwapchainImagesPinned = &pSwapchainImages)
            return GetSwapchainImages(device, swapchain, pSwapchainImageCountPinned, pSwapchainImagesPinned);
    }

    public Result AcquireNextImage(Device device, SwapchainKHR swapchain, ulong timeout, Semaphore semaphore, Fence fence, uint* pImageIndex) =>
        ((delegate* unmanaged<Device, SwapchainKHR, ulong, Semaphore, Fence, uint*, Result>)
            Load("vkAcquireNextImageKHR"))(device, swapchain, timeout, semaphore, fence, pImageIndex);

    public Result AcquireNextImage(Device device, SwapchainKHR swapchain, ulong timeout, Semaphore semaphore, Fence fence, ref uint pImageIndex)
    {
        fixed (uint* pImageIndexPinned = &pImageIndex)
            return AcquireNextImage(device, swapchain, timeout, semaphore, fence, pImageIndexPinned);
    }

    public Result QueuePresent(Queue queue, PresentInfoKHR* pPresentInfo) =>
        ((delegate* unmanaged<Queue, PresentInfoKHR*, Result>)Load("vkQueuePresentKHR"))(queue, pPresentInfo);

    public Result QueuePresent(Queue queue, ref readonly PresentInfoKHR pPresentInfo)
    {
        fixed (PresentInfoKHR* pPresentInfoPinned = &pPresentInfo)
            return QueuePresent(queue, pPresentInfoPinned);
    }

    protected override IVTable CreateVTable() => new NativeTable(context);
}
