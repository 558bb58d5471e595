// The window's pictures: acquire one, copy ours into it, present it; made anew whenever the window changes.
using Silk.NET.Vulkan;
using Silk.NET.Vulkan.Extensions.KHR;
using Image = Silk.NET.Vulkan.Image;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace Engine;

/// <summary>
/// Per frame: <see cref="Show"/> while recording, <see cref="Gpu.Submit"/>, then <see cref="Present"/> if Show said true. Plans and draws never
/// touch its images, so it may come and go with the window's size.
/// </summary>
public sealed unsafe class Swapchain : IDisposable
{
    private const int Acquires = 5;   // more than submissions in flight

    private readonly Gpu gpu;
    private readonly Func<(int Width, int Height)> size;
    private readonly KhrSurface surfaces;
    private readonly KhrSwapchain swapchains;
    private readonly SurfaceKHR surface;
    private readonly Semaphore[] acquired = new Semaphore[Acquires];
    private readonly ulong[] acquiredUntil = new ulong[Acquires];   // timeline values after which a semaphore is free again
    private SwapchainKHR handle;
    private SurfaceFormatKHR format;
    private Image[] images = [];
    private Semaphore[] drawn = [];                                 // one per image: presentation waits for it
    private Commands? showing;
    private int slot;
    private uint index;
    private bool stale = true;
    private (int, int) wanted;                                      // the window's size when the pictures were made

    /// <summary>Pixels of the current pictures; 0 by 0 before the first.</summary>
    public (int Width, int Height) Size { get; private set; }

    /// <summary>Pictures for a surface.</summary>
    /// <param name="gpu">A device that was opened for presenting.</param>
    /// <param name="makeSurface">Makes a VkSurfaceKHR of a VkInstance, both as the numbers that Vulkan's headers say they are.</param>
    /// <param name="framebufferSize">The window's size in pixels.</param>
    /// <exception cref="GpuException">The device cannot present to it.</exception>
    public Swapchain(Gpu gpu, Func<nint, ulong> makeSurface, Func<(int Width, int Height)> framebufferSize)
    {
        (this.gpu, size) = (gpu, framebufferSize);
        var device = gpu.Vulkan;
        var (ofInstance, ofDevice) = (device.Instance.FunctionsOf(device.Instance.Handle), device.Instance.FunctionsOf(device.Handle));
        if (!ofInstance.TryGetProcAddress("vkDestroySurfaceKHR", out _) || !ofDevice.TryGetProcAddress("vkCreateSwapchainKHR", out _))
            throw new GpuException($"'{device.Info.Name}' cannot present to a window", "run with --headless");
        (surfaces, swapchains) = (new KhrSurface(ofInstance), new KhrSwapchain(ofDevice));
        surface = new SurfaceKHR(makeSurface(device.Instance.Handle.Handle));
        try
        {
            Prepare();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private void Prepare()
    {
        var device = gpu.Vulkan;
        Silk.NET.Core.Bool32 presents;
        GpuException.Check(surfaces.GetPhysicalDeviceSurfaceSupport(device.Physical, device.Family, surface, &presents),
            "asking whether the window can be presented to");
        if (!presents)
        {
            throw new GpuException($"'{device.Info.Name}' cannot present to this window",
                "choose another device with CNN_GPU or run with --headless");
        }
        format = ChooseFormat();
        for (var i = 0; i < Acquires; i++)
            acquired[i] = MakeSemaphore();
    }

    /// <summary>
    /// Acquires a picture and records the copy of <paramref name="source"/> into it, scaled to its size. False: minimised, nothing to present.
    /// </summary>
    public bool Show(Commands commands, GpuImage source)
    {
        if (!Acquire())
            return false;
        commands.Blit(source, images[index], Size.Width, Size.Height);
        commands.WaitFor = acquired[slot];
        commands.Signal = drawn[index];
        showing = commands;
        return true;
    }

    /// <summary>Presents what Show recorded; its Commands was submitted.</summary>
    public void Present()
    {
        if (showing is null || showing.IsOpen)
            throw new InvalidOperationException("Present comes after Show and Submit");
        acquiredUntil[slot] = showing.Value;
        slot = (slot + 1) % Acquires;
        showing = null;
        var swapchain = handle;
        var wait = drawn[index];
        var image = index;
        var info = new PresentInfoKHR
        {
            SType = StructureType.PresentInfoKhr,
            WaitSemaphoreCount = 1,
            PWaitSemaphores = &wait,
            SwapchainCount = 1,
            PSwapchains = &swapchain,
            PImageIndices = &image,
        };
        Result result;
        lock (gpu.QueueGate)
            result = swapchains.QueuePresent(gpu.Vulkan.Queue, &info);
        if (result is Result.SuboptimalKhr or Result.ErrorOutOfDateKhr)
            stale = true;
        else
            GpuException.Check(result, "presenting a picture");
    }

    /// <summary>Waits for the queue, then ends the images, what they wait for, and the surface.</summary>
    public void Dispose()
    {
        var device = gpu.Vulkan;
        // A queue that cannot be waited for was told of already; nothing here may hide that error.
        lock (gpu.QueueGate)
            device.Api.QueueWaitIdle(device.Queue);
        FreeSwapchain();
        foreach (var semaphore in acquired)
            device.Api.DestroySemaphore(device.Handle, semaphore, null);
        surfaces.DestroySurface(device.Instance.Handle, surface, null);
    }

    private bool Acquire()
    {
        for (var attempt = 0; attempt < 8; attempt++)
        {
            var (width, height) = size();
            if (width <= 0 || height <= 0)
                return false;
            if ((stale || (width, height) != wanted) && !Recreate(width, height))
                return false;
            gpu.Wait(acquiredUntil[slot]);
            uint got = 0;
            var result = swapchains.AcquireNextImage(gpu.Vulkan.Handle, handle, ulong.MaxValue, acquired[slot], default, &got);
            index = got;
            switch (result)
            {
                case Result.Success:
                    return true;
                case Result.SuboptimalKhr: // usable now; made anew before the next
                    stale = true;
                    return true;
                case Result.ErrorOutOfDateKhr:
                    stale = true;
                    continue;
                default:
                    GpuException.Throw(result, "acquiring a picture of the window");
                    return false;
            }
        }
        return false;   // the window changes faster than it can be followed: skip this frame
    }

    private bool Recreate(int width, int height)
    {
        var device = gpu.Vulkan;
        SurfaceCapabilitiesKHR can;
        GpuException.Check(surfaces.GetPhysicalDeviceSurfaceCapabilities(device.Physical, surface, &can), "asking for the window's size");
        var extent = can.CurrentExtent.Width != uint.MaxValue ? can.CurrentExtent : new Extent2D
        {
            Width = Math.Clamp((uint)width, can.MinImageExtent.Width, can.MaxImageExtent.Width),
            Height = Math.Clamp((uint)height, can.MinImageExtent.Height, can.MaxImageExtent.Height),
        };
        if (extent.Width == 0 || extent.Height == 0)
            return false;
        DestroySwapchain();
        var count = Math.Max(can.MinImageCount, 3);
        var info = new SwapchainCreateInfoKHR
        {
            SType = StructureType.SwapchainCreateInfoKhr,
            Surface = surface,
            MinImageCount = can.MaxImageCount > 0 ? Math.Min(count, can.MaxImageCount) : count,
            ImageFormat = format.Format,
            ImageColorSpace = format.ColorSpace,
            ImageExtent = extent,
            ImageArrayLayers = 1,
            ImageUsage = ImageUsageFlags.TransferDstBit,
            ImageSharingMode = SharingMode.Exclusive,
            PreTransform = can.CurrentTransform,
            CompositeAlpha = CompositeAlphaFlagsKHR.OpaqueBitKhr,
            PresentMode = PresentModeKHR.FifoKhr,   // the one mode every device has, and no tearing
            Clipped = true,
        };
        SwapchainKHR made;
        GpuException.Check(swapchains.CreateSwapchain(device.Handle, &info, null, &made), "making the window's pictures");
        handle = made;
        GpuException.Check(swapchains.GetSwapchainImages(device.Handle, handle, &count, null), "listing the window's pictures");
        images = new Image[count];
        fixed (Image* p = images)
            GpuException.Check(swapchains.GetSwapchainImages(device.Handle, handle, &count, p), "listing the window's pictures");
        drawn = new Semaphore[count];
        for (var i = 0; i < drawn.Length; i++)
            drawn[i] = MakeSemaphore();
        (Size, wanted, stale) = (((int)extent.Width, (int)extent.Height), (width, height), false);
        return true;
    }

    private void DestroySwapchain()
    {
        if (handle.Handle == 0)
            return;
        var device = gpu.Vulkan;
        // Presentation is not on the timeline, so the whole queue has to be idle before its semaphores go.
        lock (gpu.QueueGate)
            GpuException.Check(device.Api.QueueWaitIdle(device.Queue), "waiting for the queue");
        FreeSwapchain();
    }

    private void FreeSwapchain()
    {
        var device = gpu.Vulkan;
        foreach (var semaphore in drawn)
            device.Api.DestroySemaphore(device.Handle, semaphore, null);
        if (handle.Handle != 0)
            swapchains.DestroySwapchain(device.Handle, handle, null);
        (handle, images, drawn) = (default, [], []);
    }

    /// <summary>UNORM, because the pictures we copy hold encoded bytes already.</summary>
    private SurfaceFormatKHR ChooseFormat()
    {
        var device = gpu.Vulkan;
        uint count = 0;
        GpuException.Check(surfaces.GetPhysicalDeviceSurfaceFormats(device.Physical, surface, &count, null), "listing the window's formats");
        var all = stackalloc SurfaceFormatKHR[(int)count];
        GpuException.Check(surfaces.GetPhysicalDeviceSurfaceFormats(device.Physical, surface, &count, all), "listing the window's formats");
        for (uint i = 0; i < count; i++)
        {
            if (all[i].Format is Format.B8G8R8A8Unorm or Format.R8G8B8A8Unorm && all[i].ColorSpace == 0)
                return all[i];
        }
        throw new GpuException("the window has no 8-bit UNORM format", "run with --headless");
    }

    private Semaphore MakeSemaphore()
    {
        var info = new SemaphoreCreateInfo { SType = StructureType.SemaphoreCreateInfo };
        Semaphore semaphore;
        GpuException.Check(gpu.Vulkan.Api.CreateSemaphore(gpu.Vulkan.Handle, &info, null, &semaphore), "creating a semaphore");
        return semaphore;
    }
}
