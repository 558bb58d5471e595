// Commands: uploads, fills, copies and readbacks.
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace Engine;

public sealed unsafe partial class Commands
{
    /// <summary>
    /// Writes the data into a buffer in the device's order: through this submission's staging memory, or inside a Recording, where the data
    /// becomes part of it, up to 64 KiB. Put a Barrier before the first use.
    /// </summary>
    public void Upload<T>(Binding target, ReadOnlySpan<T> data) where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(data);
        var buffer = Target(target, bytes.Length);
        if (bytes.Length == 0)
            return;
        if (IsRecording)
        {
            Update(target, bytes);
            return;
        }
        var (from, offset) = staging!.Put(bytes);
        Copy(from, offset, buffer, target.Offset, bytes.Length);
    }

    /// <summary>Writes a whole picture, 4 bytes a pixel from the upper left, row by row; not inside a Recording.</summary>
    public void Upload(GpuImage image, ReadOnlySpan<byte> rgba)
    {
        Open();
        CheckImage(image);
        if (IsRecording)
            throw new InvalidOperationException($"image '{image.Name}' cannot be uploaded inside a recording");
        if (rgba.Length != image.Width * image.Height * 4)
        {
            throw new ArgumentException($"image '{image.Name}' is {image.Width}x{image.Height} and takes {image.Width * image.Height * 4} bytes, "
                + $"{rgba.Length} were passed");
        }
        var (from, offset) = staging!.Put(rgba);
        var region = image.WholeCopy((ulong)offset);
        vk.CmdCopyBufferToImage(cmd, from.Handle, image.Handle, ImageLayout.General, 1, &region);
    }

    /// <summary>Writes at most 64 KiB held in the command buffer itself; a multiple of 4 bytes.</summary>
    public void Update(Binding target, ReadOnlySpan<byte> data)
    {
        var buffer = Target(target, data.Length);
        if (data.Length is 0 or > 65536 || data.Length % 4 != 0 || target.Offset % 4 != 0)
        {
            throw new ArgumentException($"an update of buffer '{buffer.Name}' takes 4 to 65536 bytes, a multiple of 4 at a multiple of 4; "
                + $"{data.Length} at {target.Offset} were passed");
        }
        fixed (byte* bytes = data)
            vk.CmdUpdateBuffer(cmd, buffer.Handle, (ulong)target.Offset, (ulong)data.Length, bytes);
    }

    /// <summary>Fills the range with one 32-bit value; the range is a multiple of 4 bytes, or is rounded up at the buffer's end.</summary>
    public void Fill(Binding target, uint value)
    {
        var buffer = Target(target, target.Bytes);
        var bytes = (target.Bytes + 3) & ~3L;
        if (target.Offset % 4 != 0 || (bytes != target.Bytes && target.Offset + target.Bytes != buffer.Bytes))
        {
            throw new ArgumentException($"filling bytes {target.Offset} to {target.Offset + target.Bytes} of buffer '{buffer.Name}': "
                + "both ends must be multiples of 4");
        }
        vk.CmdFillBuffer(cmd, buffer.Handle, (ulong)target.Offset, (ulong)bytes, value);
    }

    /// <summary>Copies all bytes of the source range to the beginning of the target range.</summary>
    public void Copy(Binding source, Binding target)
    {
        GpuBuffer to = Target(target, source.Bytes), from = Target(source, source.Bytes);
        Copy(from, source.Offset, to, target.Offset, source.Bytes);
    }

    /// <summary>Copies a picture into another of the same size.</summary>
    public void Copy(GpuImage source, GpuImage target)
    {
        Open();
        CheckImage(source);
        CheckImage(target);
        if (source.Width != target.Width || source.Height != target.Height)
        {
            throw new ArgumentException($"image '{source.Name}' is {source.Width}x{source.Height}, "
                + $"'{target.Name}' is {target.Width}x{target.Height}: a copy needs equal sizes");
        }
        var region = new ImageCopy
        {
            SrcSubresource = GpuImage.Layers,
            DstSubresource = GpuImage.Layers,
            Extent = new() { Width = (uint)source.Width, Height = (uint)source.Height, Depth = 1 },
        };
        vk.CmdCopyImage(cmd, source.Handle, ImageLayout.General, target.Handle, ImageLayout.General, 1, &region);
    }

    /// <summary>Copies a picture into a buffer of at least width·height·4 bytes.</summary>
    public void Copy(GpuImage source, GpuBuffer target)
    {
        Open();
        CheckImage(source);
        Target(target, source.Width * source.Height * 4L);
        var region = source.WholeCopy(0);
        vk.CmdCopyImageToBuffer(cmd, source.Handle, ImageLayout.General, target.Handle, 1, &region);
    }

    /// <summary>
    /// Copies the range into the ring of a readback, with the barriers it needs; the CPU sees it some frames later.
    /// <paramref name="frame"/> is what <see cref="Readback{T}.TryRead"/> reports; by default the number of the current frame.
    /// </summary>
    public void Read<T>(Binding source, Readback<T> target, long frame = -1) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(target);
        var from = Target(source, source.Bytes);
        if (IsRecording)
            throw new InvalidOperationException($"readback '{target.Name}' cannot be filled inside a recording: read after Execute");
        if (source.Bytes != target.Count * sizeof(T))
            throw new ArgumentException($"readback '{target.Name}' takes {target.Count * sizeof(T)} bytes, the source has {source.Bytes}");
        var slot = target.Take(this, frame);
        Barrier();
        Copy(from, source.Offset, slot, 0, source.Bytes);
    }

    /// <summary>The same for a whole picture: R, G, B, A bytes, rows from the top.</summary>
    public void Read(GpuImage source, Readback<byte> target, long frame = -1)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        if (IsRecording)
            throw new InvalidOperationException($"readback '{target.Name}' cannot be filled inside a recording: read after Execute");
        if (target.Count != source.Width * source.Height * 4)
        {
            throw new ArgumentException(
                $"readback '{target.Name}' takes {target.Count} bytes, image '{source.Name}' is {source.Width}x{source.Height}");
        }
        var slot = target.Take(this, frame);
        Barrier();
        Copy(source, slot);
    }

    /// <summary>Copies a picture, scaled, into an image of the swapchain, which ends up ready for presentation.</summary>
    internal void Blit(GpuImage source, Silk.NET.Vulkan.Image target, int width, int height)
    {
        Open();
        CheckImage(source);
        Transition(target, ImageLayout.Undefined, ImageLayout.TransferDstOptimal);
        var region = new ImageBlit { SrcSubresource = GpuImage.Layers, DstSubresource = GpuImage.Layers };
        region.SrcOffsets[1] = new() { X = source.Width, Y = source.Height, Z = 1 };
        region.DstOffsets[1] = new() { X = width, Y = height, Z = 1 };
        vk.CmdBlitImage(cmd, source.Handle, ImageLayout.General, target, ImageLayout.TransferDstOptimal, 1, &region, Filter.Linear);
        Transition(target, ImageLayout.TransferDstOptimal, ImageLayout.PresentSrcKhr);
    }

    private void Transition(Silk.NET.Vulkan.Image image, ImageLayout from, ImageLayout to)
    {
        var barrier = new ImageMemoryBarrier2
        {
            SType = StructureType.ImageMemoryBarrier2,
            SrcStageMask = PipelineStageFlags2.AllTransferBit,   // the stage the acquire semaphore is waited for in
            SrcAccessMask = from == ImageLayout.Undefined ? AccessFlags2.None : AccessFlags2.TransferWriteBit,
            DstStageMask = PipelineStageFlags2.AllTransferBit,
            DstAccessMask = from == ImageLayout.Undefined ? AccessFlags2.TransferWriteBit : AccessFlags2.None,
            OldLayout = from,
            NewLayout = to,
            SrcQueueFamilyIndex = Vk.QueueFamilyIgnored,
            DstQueueFamilyIndex = Vk.QueueFamilyIgnored,
            Image = image,
            SubresourceRange = GpuImage.Range,
        };
        var info = new DependencyInfo { SType = StructureType.DependencyInfo, ImageMemoryBarrierCount = 1, PImageMemoryBarriers = &barrier };
        vk.CmdPipelineBarrier2(cmd, &info);
    }

    private void Copy(GpuBuffer from, long fromOffset, GpuBuffer to, long toOffset, long bytes)
    {
        var region = new BufferCopy { SrcOffset = (ulong)fromOffset, DstOffset = (ulong)toOffset, Size = (ulong)bytes };
        vk.CmdCopyBuffer(cmd, from.Handle, to.Handle, 1, &region);
    }

    private GpuBuffer Target(in Binding target, long bytes)
    {
        Open();
        if (drawing)
            throw new InvalidOperationException("copies cannot be recorded between BeginDraw and EndDraw");
        var buffer = target.Buffer ?? throw new ArgumentException($"{target.Describe()} was passed where a buffer is needed");
        ObjectDisposedException.ThrowIf(buffer.IsDisposed, buffer);
        if (bytes > target.Bytes)
            throw new ArgumentException($"{bytes} bytes do not fit into the {target.Bytes} of buffer '{buffer.Name}'");
        return buffer;
    }

    private void CheckImage(GpuImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ObjectDisposedException.ThrowIf(image.IsDisposed, image);
        if (drawing)
            throw new InvalidOperationException("copies cannot be recorded between BeginDraw and EndDraw");
    }
}
