// What is drawn into: a picture and its depth.
using Silk.NET.Vulkan;
using VkImage = Silk.NET.Vulkan.Image;

namespace Engine;

/// <summary>
/// Colour is a GpuImage written through its SRGB view, so shaders output linear light; depth is 32-bit and cleared by every BeginDraw.
/// </summary>
public sealed unsafe class RenderTarget : IDisposable
{
    private sealed class Depth(Gpu gpu, VkImage image, ImageView view, Allocation allocation) : IRetired
    {
        public readonly VkImage Image = image;
        public readonly ImageView View = view;

        public void Destroy()
        {
            gpu.Vulkan.Api.DestroyImageView(gpu.Vulkan.Handle, View, null);
            gpu.Vulkan.Api.DestroyImage(gpu.Vulkan.Handle, Image, null);
            gpu.Memory.Free(allocation);
        }
    }

    /// <summary>Pixels across.</summary>
    public int Width => Image.Width;
    /// <summary>Pixels down.</summary>
    public int Height => Image.Height;
    /// <summary>The picture; another object after <see cref="Resize"/>.</summary>
    public GpuImage Image { get; private set; }

    internal VkImage DepthImage => depth.Image;
    internal ImageView DepthView => depth.View;
    internal bool IsDisposed { get; private set; }
    private readonly Gpu gpu;
    private readonly string name;
    private Depth depth;

    internal RenderTarget(Gpu gpu, int width, int height, string name)
    {
        (this.gpu, this.name) = (gpu, name);
        (Image, depth) = Make(width, height);
        gpu.Live.Add(this, "render target", name);
    }

    /// <summary>Changes the size; the contents are lost. Nothing happens when the size is the same.</summary>
    public void Resize(int width, int height)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (width == Width && height == Height)
            return;
        var (oldImage, oldDepth) = (Image, depth);
        (Image, depth) = Make(width, height);
        oldImage.Dispose();
        gpu.Retired.Add(oldDepth);
    }

    /// <summary>Gives the target up; it is freed when the device has finished with it.</summary>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        gpu.Live.Remove(this);
        Image.Dispose();
        gpu.Retired.Add(depth);
    }

    private (GpuImage, Depth) Make(int width, int height)
    {
        var color = new GpuImage(gpu, width, height, name, counted: false);
        var info = new ImageCreateInfo
        {
            SType = StructureType.ImageCreateInfo,
            ImageType = ImageType.Type2D,
            Format = Format.D32Sfloat,
            Extent = new() { Width = (uint)width, Height = (uint)height, Depth = 1 },
            MipLevels = 1,
            ArrayLayers = 1,
            Samples = SampleCountFlags.Count1Bit,
            Tiling = ImageTiling.Optimal,
            Usage = ImageUsageFlags.DepthStencilAttachmentBit,
            SharingMode = SharingMode.Exclusive,
            InitialLayout = ImageLayout.Undefined,
        };
        try
        {
            var (image, allocation) = GpuImage.Create(gpu, info, name);
            try
            {
                var view = GpuImage.View(gpu.Vulkan, image, Format.D32Sfloat, ImageUsageFlags.DepthStencilAttachmentBit, ImageAspectFlags.DepthBit);
                return (color, new Depth(gpu, image, view, allocation));
            }
            catch
            {
                new Depth(gpu, image, default, allocation).Destroy();
                throw;
            }
        }
        catch
        {
            color.Dispose();
            throw;
        }
    }
}
