// Records work for the device: the part about beginnings, ends, barriers and labels.
using System.Text;
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>Something that was recorded into a Commands and wants to know when that was submitted.</summary>
internal interface ISubmitted
{
    /// <summary>The slot's work was submitted as this timeline value, or discarded (0).</summary>
    void Submitted(int slot, ulong value);
}

/// <summary>
/// A command buffer being recorded, by one thread at a time: from <see cref="Gpu.Begin()"/> to <see cref="Gpu.Submit"/>, or inside
/// <see cref="Gpu.Run"/> and <see cref="Gpu.Record"/>. Commands run in order but overlap: put a
/// <see cref="Barrier"/> between two that touch the same bytes. Every submission is ordered after all earlier ones.
/// </summary>
public sealed unsafe partial class Commands
{
    private const PipelineStageFlags2 Work = PipelineStageFlags2.ComputeShaderBit | PipelineStageFlags2.AllTransferBit;
    private const AccessFlags2 Writes = AccessFlags2.ShaderWriteBit | AccessFlags2.TransferWriteBit;
    private const AccessFlags2 All = Writes | AccessFlags2.ShaderReadBit | AccessFlags2.TransferReadBit;

    private readonly Gpu gpu;
    private readonly VulkanDevice device;
    private readonly Vk vk;
    private readonly CommandPool pool;
    private readonly DescriptorArena sets;
    private readonly Staging? staging;                        // null inside a Recording
    private readonly List<CommandBuffer>? slices;             // the finished slices of a Recording
    private readonly List<(ISubmitted What, int Slot)> stamps = [];
    private CommandBuffer cmd;
    private Pipeline bound;
    private bool dirty;                                       // the current slice holds a command

    internal readonly CommandBuffer Main, Prologue;
    internal ulong Serial, Value;
    internal bool IsFrame, IsOpen;
    internal Silk.NET.Vulkan.Semaphore WaitFor, Signal;       // of the swapchain; null handles without a window

    internal Commands(Gpu gpu, bool recording)
    {
        (this.gpu, device, vk) = (gpu, gpu.Vulkan, gpu.Vulkan.Api);
        var info = new CommandPoolCreateInfo { SType = StructureType.CommandPoolCreateInfo, QueueFamilyIndex = device.Family };
        CommandPool made;
        GpuException.Check(vk.CreateCommandPool(device.Handle, &info, null, &made), "creating a command pool");
        pool = made;
        sets = new DescriptorArena(device);
        try
        {
            if (recording)
            {
                slices = [];
                BeginSlice();
                return;
            }
            staging = new Staging(gpu);
            Main = Allocate(CommandBufferLevel.Primary);
            Prologue = Allocate(CommandBufferLevel.Primary);
        }
        catch
        {
            Destroy();
            throw;
        }
    }

    private bool IsRecording => slices is not null;

    /// <summary>A full memory barrier between the compute and transfer work before it and after it.</summary>
    public void Barrier()
    {
        if (drawing)
            throw new InvalidOperationException("a barrier cannot be recorded between BeginDraw and EndDraw");
        MemoryBarrier(Work, Writes, Work | PipelineStageFlags2.DrawIndirectBit, All | AccessFlags2.IndirectCommandReadBit);
    }

    /// <summary>Ends a slice of a Recording: slices can be executed apart, in order. Only inside <see cref="Gpu.Record"/>.</summary>
    public void EndSlice()
    {
        if (!IsRecording)
            throw new InvalidOperationException("EndSlice belongs into Gpu.Record: a submission has no slices");
        FinishSlice();
        BeginSlice();
    }

    /// <summary>Opens a named region in captures and validation messages; free unless names are on.</summary>
    public void Label(string name)
    {
        if (device.Instance.Debug is not { } debug)
            return;
        var length = Encoding.UTF8.GetByteCount(name);
        var utf8 = stackalloc byte[length + 1];
        Encoding.UTF8.GetBytes(name, new Span<byte>(utf8, length));
        utf8[length] = 0;
        var label = new DebugUtilsLabelEXT { SType = StructureType.DebugUtilsLabelExt, PLabelName = utf8 };
        debug.CmdBeginDebugUtilsLabel(cmd, &label);
    }

    /// <summary>Closes the region opened last.</summary>
    public void EndLabel() => device.Instance.Debug?.CmdEndDebugUtilsLabel(cmd);

    /// <summary>Takes the device's clock when all commands so far have finished; not inside a Recording or a drawing.</summary>
    public void Timestamp(GpuTimer timer, int index)
    {
        ArgumentNullException.ThrowIfNull(timer);
        if (IsRecording)
        {
            throw new InvalidOperationException("a Recording holds no timestamps, because it may run twice at once: "
                + "time it from outside or record a copy with Gpu.Run");
        }
        if (drawing)
            throw new InvalidOperationException("a timestamp cannot be taken between BeginDraw and EndDraw");
        timer.Write(this, cmd, index);
    }

    /// <summary>
    /// Brings the first timestamps, all of which these commands have taken, to where <see cref="GpuTimer.Read"/> finds them without asking the
    /// driver: software Vulkan waits for the whole device before it answers.
    /// </summary>
    public void Collect(GpuTimer timer, int count)
    {
        ArgumentNullException.ThrowIfNull(timer);
        Open();
        if (IsRecording || drawing)
            throw new InvalidOperationException("timestamps are collected outside of a Recording and of a drawing");
        timer.Collect(this, cmd, count);
    }

    internal void Stamp(ISubmitted what, int slot) => stamps.Add((what, slot));

    internal void Begin(bool frame)
    {
        GpuException.Check(vk.ResetCommandPool(device.Handle, pool, 0), "resetting a command pool");
        sets.Reset();
        staging!.Reset();
        cmd = Main;
        BeginBuffer(cmd, CommandBufferUsageFlags.OneTimeSubmitBit, null);
        // Orders this submission after everything before it, draws and copies alike.
        MemoryBarrier(PipelineStageFlags2.AllCommandsBit, AccessFlags2.MemoryWriteBit, PipelineStageFlags2.AllCommandsBit,
            AccessFlags2.MemoryReadBit | AccessFlags2.MemoryWriteBit);
        (IsFrame, IsOpen, bound, WaitFor, Signal) = (frame, true, default, default, default);
    }

    internal void End()
    {
        if (drawing)
            throw new InvalidOperationException("BeginDraw without EndDraw at Submit");
        // Results in mapped memory become visible to the CPU once the timeline passes.
        MemoryBarrier(PipelineStageFlags2.AllCommandsBit, AccessFlags2.MemoryWriteBit, PipelineStageFlags2.HostBit, AccessFlags2.HostReadBit);
        GpuException.Check(vk.EndCommandBuffer(cmd), "ending a command buffer");
        IsOpen = false;
    }

    /// <summary>Tells readbacks and timers the value, or 0 when the work was thrown away.</summary>
    internal void Settle(ulong value)
    {
        Value = value;
        IsOpen = false;
        drawing = false;
        foreach (var (what, slot) in stamps)
            what.Submitted(slot, value);
        stamps.Clear();
    }

    /// <summary>Ends the recording and hands over its slices; the last one is dropped when empty.</summary>
    internal CommandBuffer[] FinishRecording()
    {
        if (dirty || slices!.Count == 0)
            FinishSlice();
        else
            GpuException.Check(vk.EndCommandBuffer(cmd), "ending a slice");
        IsOpen = false;
        return [.. slices!];
    }

    internal void Destroy()
    {
        staging?.Dispose();
        sets.Dispose();
        vk.DestroyCommandPool(device.Handle, pool, null);
    }

    internal static void BeginBuffer(Vk vk, CommandBuffer buffer, CommandBufferUsageFlags usage, CommandBufferInheritanceInfo* inheritance)
    {
        var info = new CommandBufferBeginInfo { SType = StructureType.CommandBufferBeginInfo, Flags = usage, PInheritanceInfo = inheritance };
        GpuException.Check(vk.BeginCommandBuffer(buffer, &info), "beginning a command buffer");
    }

    private void BeginBuffer(CommandBuffer buffer, CommandBufferUsageFlags usage, CommandBufferInheritanceInfo* inheritance) =>
        BeginBuffer(vk, buffer, usage, inheritance);

    internal void MemoryBarrier(PipelineStageFlags2 from, AccessFlags2 written, PipelineStageFlags2 to, AccessFlags2 touched) =>
        MemoryBarrier(vk, cmd, from, written, to, touched);

    internal static void MemoryBarrier(Vk vk, CommandBuffer buffer, PipelineStageFlags2 from, AccessFlags2 written, PipelineStageFlags2 to,
        AccessFlags2 touched)
    {
        var barrier = new MemoryBarrier2
        {
            SType = StructureType.MemoryBarrier2,
            SrcStageMask = from,
            SrcAccessMask = written,
            DstStageMask = to,
            DstAccessMask = touched,
        };
        var info = new DependencyInfo { SType = StructureType.DependencyInfo, MemoryBarrierCount = 1, PMemoryBarriers = &barrier };
        vk.CmdPipelineBarrier2(buffer, &info);
    }

    private void BeginSlice()
    {
        cmd = Allocate(CommandBufferLevel.Secondary);
        var inheritance = new CommandBufferInheritanceInfo { SType = StructureType.CommandBufferInheritanceInfo };
        BeginBuffer(cmd, CommandBufferUsageFlags.SimultaneousUseBit, &inheritance);
        Barrier();
        (IsOpen, bound, dirty) = (true, default, false);
    }

    private void FinishSlice()
    {
        Barrier();
        GpuException.Check(vk.EndCommandBuffer(cmd), "ending a slice");
        slices!.Add(cmd);
    }

    private CommandBuffer Allocate(CommandBufferLevel level)
    {
        var info = new CommandBufferAllocateInfo
        {
            SType = StructureType.CommandBufferAllocateInfo,
            CommandPool = pool,
            Level = level,
            CommandBufferCount = 1,
        };
        CommandBuffer buffer;
        GpuException.Check(vk.AllocateCommandBuffers(device.Handle, &info, &buffer), "allocating a command buffer");
        return buffer;
    }

    private void Open()
    {
        if (!IsOpen)
            throw new InvalidOperationException("these Commands were already submitted: begin new ones");
        dirty = true;
    }
}
