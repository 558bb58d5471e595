// Commands: drawing triangles into a RenderTarget.
using System.Numerics;
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace Engine;

public sealed unsafe partial class Commands
{
    private bool drawing;   // between BeginDraw and EndDraw

    /// <summary>
    /// Begins drawing over the whole target, after all work recorded so far; <paramref name="clear"/> is linear RGBA, null keeps the picture.
    /// Depth is cleared to 1. Only draws and labels may follow until <see cref="EndDraw"/>.
    /// </summary>
    public void BeginDraw(RenderTarget target, Vector4? clear)
    {
        ArgumentNullException.ThrowIfNull(target);
        ObjectDisposedException.ThrowIf(target.IsDisposed, target);
        Open();
        if (drawing || IsRecording)
            throw new InvalidOperationException(drawing ? "BeginDraw inside BeginDraw" : "drawing inside a recording");
        PrepareAttachments(target);
        var c = clear ?? default;
        var color = new RenderingAttachmentInfo
        {
            SType = StructureType.RenderingAttachmentInfo,
            ImageView = target.Image.SrgbView,
            ImageLayout = ImageLayout.General,
            LoadOp = clear is null ? AttachmentLoadOp.Load : AttachmentLoadOp.Clear,
            StoreOp = AttachmentStoreOp.Store,
            ClearValue = new() { Color = new() { Float32_0 = c.X, Float32_1 = c.Y, Float32_2 = c.Z, Float32_3 = c.W } },
        };
        var depth = new RenderingAttachmentInfo
        {
            SType = StructureType.RenderingAttachmentInfo,
            ImageView = target.DepthView,
            ImageLayout = ImageLayout.DepthAttachmentOptimal,
            LoadOp = AttachmentLoadOp.Clear,
            StoreOp = AttachmentStoreOp.DontCare,
            ClearValue = new() { DepthStencil = new() { Depth = 1 } },
        };
        var area = new Rect2D { Extent = new() { Width = (uint)target.Width, Height = (uint)target.Height } };
        var info = new RenderingInfo
        {
            SType = StructureType.RenderingInfo,
            RenderArea = area,
            LayerCount = 1,
            ColorAttachmentCount = 1,
            PColorAttachments = &color,
            PDepthAttachment = &depth,
        };
        vk.CmdBeginRendering(cmd, &info);
        // A negative height turns Vulkan's clip space over, so that y points up as in System.Numerics' matrices.
        var viewport = new Viewport { Y = target.Height, Width = target.Width, Height = -target.Height, MaxDepth = 1 };
        vk.CmdSetViewport(cmd, 0, 1, &viewport);
        vk.CmdSetScissor(cmd, 0, 1, &area);
        drawing = true;
    }

    /// <summary>Draws a triangle list; push constants and bindings as in <see cref="Dispatch{TPush}"/>.</summary>
    public void Draw<TPush>(DrawPipeline pipeline, int vertexCount, int instanceCount, TPush push,
        params ReadOnlySpan<Binding> bindings) where TPush : unmanaged =>
        Draw(pipeline, vertexCount, instanceCount, MemoryMarshal.AsBytes(new ReadOnlySpan<TPush>(in push)), bindings);

    /// <summary>The same for shaders without push constants.</summary>
    public void Draw(DrawPipeline pipeline, int vertexCount, int instanceCount, params ReadOnlySpan<Binding> bindings) =>
        Draw(pipeline, vertexCount, instanceCount, [], bindings);

    /// <summary>Limits the following draws to a rectangle in pixels from the upper left; BeginDraw sets the whole target.</summary>
    public void Scissor(int x, int y, int width, int height)
    {
        if (!drawing)
            throw new InvalidOperationException("Scissor belongs between BeginDraw and EndDraw");
        var area = new Rect2D
        {
            Offset = new() { X = Math.Max(0, x), Y = Math.Max(0, y) },
            Extent = new() { Width = (uint)Math.Max(0, width), Height = (uint)Math.Max(0, height) },
        };
        vk.CmdSetScissor(cmd, 0, 1, &area);
    }

    /// <summary>Ends drawing; what follows sees the picture.</summary>
    public void EndDraw()
    {
        if (!drawing)
            throw new InvalidOperationException("EndDraw without BeginDraw");
        vk.CmdEndRendering(cmd);
        drawing = false;
        MemoryBarrier(PipelineStageFlags2.AllGraphicsBit, AccessFlags2.MemoryWriteBit, PipelineStageFlags2.AllCommandsBit,
            AccessFlags2.MemoryReadBit | AccessFlags2.MemoryWriteBit);
    }

    private void Draw(DrawPipeline pipeline, int vertexCount, int instanceCount, ReadOnlySpan<byte> push, ReadOnlySpan<Binding> bindings)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        if (!drawing)
            throw new InvalidOperationException($"drawing {pipeline.Path} outside BeginDraw and EndDraw");
        if (vertexCount < 0 || instanceCount < 0)
            throw new ArgumentOutOfRangeException(nameof(vertexCount), $"{pipeline.Path}: {vertexCount} vertices of {instanceCount} instances");
        pipeline.Layout.CheckPush(push.Length);
        if (vertexCount == 0 || instanceCount == 0)
            return;
        Bind(PipelineBindPoint.Graphics, pipeline.Pipeline, pipeline.Layout, push, bindings);
        vk.CmdDraw(cmd, (uint)vertexCount, (uint)instanceCount, 0, 0);
    }

    private void PrepareAttachments(RenderTarget target)
    {
        var all = new MemoryBarrier2
        {
            SType = StructureType.MemoryBarrier2,
            SrcStageMask = PipelineStageFlags2.AllCommandsBit,
            SrcAccessMask = AccessFlags2.MemoryWriteBit,
            DstStageMask = PipelineStageFlags2.AllGraphicsBit,
            DstAccessMask = AccessFlags2.MemoryReadBit | AccessFlags2.MemoryWriteBit,
        };
        var depth = new ImageMemoryBarrier2
        {
            SType = StructureType.ImageMemoryBarrier2,
            SrcStageMask = PipelineStageFlags2.AllGraphicsBit,
            SrcAccessMask = AccessFlags2.DepthStencilAttachmentWriteBit,
            DstStageMask = PipelineStageFlags2.EarlyFragmentTestsBit | PipelineStageFlags2.LateFragmentTestsBit,
            DstAccessMask = AccessFlags2.DepthStencilAttachmentReadBit | AccessFlags2.DepthStencilAttachmentWriteBit,
            OldLayout = ImageLayout.Undefined,   // the old depth is not wanted
            NewLayout = ImageLayout.DepthAttachmentOptimal,
            SrcQueueFamilyIndex = Vk.QueueFamilyIgnored,
            DstQueueFamilyIndex = Vk.QueueFamilyIgnored,
            Image = target.DepthImage,
            SubresourceRange = new() { AspectMask = ImageAspectFlags.DepthBit, LevelCount = 1, LayerCount = 1 },
        };
        var info = new DependencyInfo
        {
            SType = StructureType.DependencyInfo,
            MemoryBarrierCount = 1,
            PMemoryBarriers = &all,
            ImageMemoryBarrierCount = 1,
            PImageMemoryBarriers = &depth,
        };
        vk.CmdPipelineBarrier2(cmd, &info);
    }
}
