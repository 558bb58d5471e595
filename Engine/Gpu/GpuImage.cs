// A picture on the device: 8 bits a channel, encoded bytes, seen as UNORM or as sRGB.
using Silk.NET.Vulkan;
using Image = Silk.NET.Vulkan.Image;

namespace Engine;

/// <summary>
/// R8G8B8A8 with one view as stored (UNORM, for compute) and one decoded (SRGB, for drawing and sampling in linear light). Always in the layout
/// GENERAL; transparent black until first written. Made by <see cref="Gpu.Image(int, int, string)"/>.
/// </summary>
public sealed unsafe class GpuImage : IDisposable, IRetired
{
    internal static ImageSubresourceLayers Layers => new() { AspectMask = ImageAspectFlags.ColorBit, LayerCount = 1 };
    internal static ImageSubresourceRange Range => new() { AspectMask = ImageAspectFlags.ColorBit, LevelCount = 1, LayerCount = 1 };

    /// <summary>Pixels across.</summary>
    public int Width { get; }
    /// <summary>Pixels down.</summary>
    public int Height { get; }
    /// <summary>The name in messages and captures.</summary>
    public string Name { get; }

    internal readonly Image Handle;
    internal readonly ImageView UnormView, SrgbView;
    internal bool IsDisposed { get; private set; }
    internal ulong InitialisedBy; // the submission that clears it; 0 before there is one
    private readonly Gpu gpu;
    private readonly Allocation allocation;
    private readonly bool counted, isBorrowed;

    internal GpuImage(Gpu gpu, int width, int height, string name, bool counted)
    {
        (this.gpu, Width, Height, Name, this.counted) = (gpu, width, height, name, counted);
        CheckSize(gpu, width, height, name);
        var device = gpu.Vulkan;
        var info = new ImageCreateInfo
        {
            SType = StructureType.ImageCreateInfo,
            Flags = ImageCreateFlags.CreateMutableFormatBit | ImageCreateFlags.CreateExtendedUsageBit,   // the SRGB view need not be storable
            ImageType = ImageType.Type2D,
            Format = Format.R8G8B8A8Unorm,
            Extent = new() { Width = (uint)width, Height = (uint)height, Depth = 1 },
            MipLevels = 1,
            ArrayLayers = 1,
            Samples = SampleCountFlags.Count1Bit,
            Tiling = ImageTiling.Optimal,
            Usage = ImageUsageFlags.StorageBit | ImageUsageFlags.SampledBit | ImageUsageFlags.ColorAttachmentBit
                | ImageUsageFlags.TransferSrcBit | ImageUsageFlags.TransferDstBit,
            SharingMode = SharingMode.Exclusive,
            InitialLayout = ImageLayout.Undefined,
        };
        (Handle, allocation) = Create(gpu, info, name);
        try
        {
            UnormView = Stored(device, Handle);
            SrgbView = Decoded(device, Handle);
        }
        catch
        {
            Free();   // the device has not seen it yet
            throw;
        }
        gpu.Initialise(this);
        if (counted)
            gpu.Live.Add(this, "image", name);
    }

    /// <summary>Over somebody else's image, which is neither cleared nor freed.</summary>
    internal GpuImage(Gpu gpu, Image image, int width, int height, string name)
    {
        (this.gpu, Width, Height, Name, counted, isBorrowed, Handle) = (gpu, width, height, name, true, true, image);
        CheckSize(gpu, width, height, name);
        try
        {
            UnormView = Stored(gpu.Vulkan, Handle);
            SrgbView = Decoded(gpu.Vulkan, Handle);
        }
        catch
        {
            Free();
            throw;
        }
        gpu.Live.Add(this, "image", name);
    }

    /// <summary>
    /// The VkImage, for Vulkan code of your own: in the layout GENERAL before and after your commands, which begin with a barrier after all writes
    /// and are submitted in <see cref="Gpu.WithQueue"/>.
    /// </summary>
    public ulong VulkanHandle => Handle.Handle;

    /// <summary>Gives the image up; its memory is freed when the device has finished with it.</summary>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        if (counted)
            gpu.Live.Remove(this);
        gpu.Retired.Add(this);
    }

    void IRetired.Destroy()
    {
        if (!gpu.Forget(this))
        {
            gpu.Retired.Add(this); // given up before it was initialised, which a later submission does all the same
            return;
        }
        Free();
    }

    private void Free()
    {
        gpu.Vulkan.Api.DestroyImageView(gpu.Vulkan.Handle, UnormView, null);
        gpu.Vulkan.Api.DestroyImageView(gpu.Vulkan.Handle, SrgbView, null);
        if (isBorrowed)
            return;
        gpu.Vulkan.Api.DestroyImage(gpu.Vulkan.Handle, Handle, null);
        gpu.Memory.Free(allocation);
    }

    private static void CheckSize(Gpu gpu, int width, int height, string name)
    {
        var most = gpu.MaxImageSize;
        if (width <= 0 || height <= 0 || width > most || height > most)
        {
            throw new ArgumentOutOfRangeException(nameof(width),
                $"image '{name}' cannot be {width}x{height}: '{gpu.Info.Name}' allows 1 to {most} each way");
        }
    }

    private static ImageView Stored(VulkanDevice device, Image image) =>
        View(device, image, Format.R8G8B8A8Unorm, ImageUsageFlags.StorageBit | ImageUsageFlags.SampledBit, ImageAspectFlags.ColorBit);

    private static ImageView Decoded(VulkanDevice device, Image image) =>
        View(device, image, Format.R8G8B8A8Srgb, ImageUsageFlags.SampledBit | ImageUsageFlags.ColorAttachmentBit, ImageAspectFlags.ColorBit);

    internal BufferImageCopy WholeCopy(ulong bufferOffset) => new()
    {
        BufferOffset = bufferOffset,
        ImageSubresource = Layers,
        ImageExtent = new() { Width = (uint)Width, Height = (uint)Height, Depth = 1 },
    };

    internal static (Image, Allocation) Create(Gpu gpu, ImageCreateInfo info, string name)
    {
        var device = gpu.Vulkan;
        Image image;
        GpuException.Check(device.Api.CreateImage(device.Handle, &info, null, &image), "creating an image");
        Allocation allocation = default;
        try
        {
            MemoryRequirements needs;
            device.Api.GetImageMemoryRequirements(device.Handle, image, &needs);
            allocation = gpu.Memory.Allocate(needs, GpuMemory.Device, image: true, $"image '{name}'");
            GpuException.Check(device.Api.BindImageMemory(device.Handle, image, allocation.Block.Memory, allocation.Offset),
                "binding an image's memory");
            device.SetName(ObjectType.Image, image.Handle, name);
            return (image, allocation);
        }
        catch
        {
            device.Api.DestroyImage(device.Handle, image, null);
            if (allocation.Block is not null)
                gpu.Memory.Free(allocation);
            throw;
        }
    }

    internal static ImageView View(VulkanDevice device, Image image, Format format, ImageUsageFlags usage, ImageAspectFlags aspect)
    {
        var used = new ImageViewUsageCreateInfo { SType = StructureType.ImageViewUsageCreateInfo, Usage = usage };
        var info = new ImageViewCreateInfo
        {
            SType = StructureType.ImageViewCreateInfo,
            PNext = &used,
            Image = image,
            ViewType = ImageViewType.Type2D,
            Format = format,
            SubresourceRange = new() { AspectMask = aspect, LevelCount = 1, LayerCount = 1 },
        };
        ImageView view;
        GpuException.Check(device.Api.CreateImageView(device.Handle, &info, null, &view), "creating an image view");
        return view;
    }
}
