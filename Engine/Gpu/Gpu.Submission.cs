// The device: beginning, submitting and waiting for work.
using Silk.NET.Vulkan;

namespace Engine;

public sealed unsafe partial class Gpu
{
    // More would only add delay between a key and the picture.
    private const int MostInFlight = 3;

    private readonly Queue<Commands> idle = [];
    private readonly Queue<Commands> flying = [];
    private readonly List<Commands> made = [];
    private readonly List<GpuImage> fresh = [];       // made and not yet brought into their layout
    private readonly Lock poolGate = new(), freshGate = new();
    private long frames;
    internal readonly Lock QueueGate = new();

    /// <summary>Value of the newest finished submission.</summary>
    public ulong Completed => Timeline.Completed;
    /// <summary>Value of the newest submission.</summary>
    public ulong Submitted => Timeline.Submitted;
    /// <summary>Frames submitted by <see cref="Submit"/>; the number of the frame being recorded.</summary>
    public long FrameCount => Volatile.Read(ref frames);

    /// <summary>Begins the commands of a frame; waits only when three submissions are still under way.</summary>
    public Commands Begin() => Begin(frame: true);

    /// <summary>Submits a frame's commands; returns the timeline value they will signal. The Commands must not be used any more.</summary>
    public ulong Submit(Commands commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (!commands.IsOpen)
            throw new InvalidOperationException("these Commands were already submitted");
        ulong value;
        commands.End();
        lock (QueueGate)
        {
            value = Timeline.Next;
            Enqueue(commands, value);
            Timeline.Advance();
            if (commands.IsFrame)
                Volatile.Write(ref frames, frames + 1);
            commands.Settle(value);
            lock (poolGate)
                flying.Enqueue(commands);
        }
        Retired.Closed(commands.Serial);
        Retired.Collect();
        return value;
    }

    /// <summary>Throws commands away that were begun and will not be submitted.</summary>
    public void Discard(Commands commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (!commands.IsOpen)
            throw new InvalidOperationException("these Commands were already submitted");
        commands.Settle(0);
        lock (poolGate)
            idle.Enqueue(commands);
        Retired.Closed(commands.Serial);
    }

    /// <summary>Records, submits and waits; for tests, tools and loading.</summary>
    public void Run(Action<Commands> record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Stopping.ThrowIfCancellationRequested();
        var commands = Begin(frame: false);
        try
        {
            record(commands);
        }
        catch
        {
            Discard(commands);
            throw;
        }
        Wait(Submit(commands));
        Retired.Collect();
    }

    /// <summary>Blocks until the submission of that value has finished.</summary>
    public void Wait(ulong value) => Timeline.Wait(value);

    /// <summary>Blocks until all submissions have finished, and frees what waited for that.</summary>
    public void WaitIdle()
    {
        Timeline.Wait(Timeline.Submitted);
        Retired.Collect();
    }

    /// <summary>Clears a new image and brings it into GENERAL in front of the next submission.</summary>
    internal void Initialise(GpuImage image)
    {
        lock (freshGate)
            fresh.Add(image);
    }

    /// <summary>Leaves the image uninitialised if it still is; false while a submission that initialises it is under way.</summary>
    internal bool Forget(GpuImage image)
    {
        lock (freshGate)
            fresh.Remove(image);
        return image.InitialisedBy <= Timeline.Completed;
    }

    private Commands Begin(bool frame)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Commands? commands = null;
        while (commands is null)
        {
            ulong wait = 0;
            var completed = Timeline.Completed;
            lock (poolGate)
            {
                while (flying.TryPeek(out var first) && first.Value <= completed)
                    idle.Enqueue(flying.Dequeue());
                if (flying.Count >= MostInFlight)
                    wait = flying.Peek().Value;
                // All are made and used in turn from the start: a steady frame must not be the first to need another one.
                else if (made.Count < MostInFlight || !idle.TryDequeue(out commands))
                    made.Add(commands = new Commands(this, recording: false));
            }
            if (commands is null)
                Timeline.Wait(wait);
        }
        Retired.Collect();
        commands.Begin(frame);
        commands.Serial = Retired.Opened();
        return commands;
    }

    private void Enqueue(Commands commands, ulong value)
    {
        var buffers = stackalloc CommandBufferSubmitInfo[2];
        var signals = stackalloc SemaphoreSubmitInfo[2];
        uint count = 0, signalCount = 1;
        if (PrepareFresh(commands.Prologue, value))
            buffers[count++] = new() { SType = StructureType.CommandBufferSubmitInfo, CommandBuffer = commands.Prologue };
        buffers[count++] = new() { SType = StructureType.CommandBufferSubmitInfo, CommandBuffer = commands.Main };
        signals[0] = new()
        {
            SType = StructureType.SemaphoreSubmitInfo,
            Semaphore = Timeline.Handle,
            Value = value,
            StageMask = PipelineStageFlags2.AllCommandsBit,
        };
        if (commands.Signal.Handle != 0)
        {
            signals[signalCount++] = new()
            {
                SType = StructureType.SemaphoreSubmitInfo,
                Semaphore = commands.Signal,
                StageMask = PipelineStageFlags2.AllCommandsBit,
            };
        }
        var wait = new SemaphoreSubmitInfo
        {
            SType = StructureType.SemaphoreSubmitInfo,
            Semaphore = commands.WaitFor,
            StageMask = PipelineStageFlags2.AllTransferBit,
        };
        var info = new SubmitInfo2
        {
            SType = StructureType.SubmitInfo2,
            WaitSemaphoreInfoCount = commands.WaitFor.Handle != 0 ? 1u : 0u,
            PWaitSemaphoreInfos = &wait,
            CommandBufferInfoCount = count,
            PCommandBufferInfos = buffers,
            SignalSemaphoreInfoCount = signalCount,
            PSignalSemaphoreInfos = signals,
        };
        GpuException.Check(Vulkan.Api.QueueSubmit2(Vulkan.Queue, 1, &info, default), "submitting work");
    }

    /// <summary>Records the first transitions of new images; false when there are none.</summary>
    private bool PrepareFresh(CommandBuffer prologue, ulong value)
    {
        lock (freshGate)
        {
            if (fresh.Count == 0)
                return false;
            var vk = Vulkan.Api;
            Commands.BeginBuffer(vk, prologue, CommandBufferUsageFlags.OneTimeSubmitBit, null);
            foreach (var image in fresh)
            {
                image.InitialisedBy = value;
                // The memory may have belonged to something that was still in use: wait for all before.
                var toGeneral = new ImageMemoryBarrier2
                {
                    SType = StructureType.ImageMemoryBarrier2,
                    SrcStageMask = PipelineStageFlags2.AllCommandsBit,
                    SrcAccessMask = AccessFlags2.MemoryWriteBit,
                    DstStageMask = PipelineStageFlags2.AllTransferBit,
                    DstAccessMask = AccessFlags2.TransferWriteBit,
                    OldLayout = ImageLayout.Undefined,
                    NewLayout = ImageLayout.General,
                    SrcQueueFamilyIndex = Vk.QueueFamilyIgnored,
                    DstQueueFamilyIndex = Vk.QueueFamilyIgnored,
                    Image = image.Handle,
                    SubresourceRange = GpuImage.Range,
                };
                var dependency = new DependencyInfo
                {
                    SType = StructureType.DependencyInfo,
                    ImageMemoryBarrierCount = 1,
                    PImageMemoryBarriers = &toGeneral,
                };
                vk.CmdPipelineBarrier2(prologue, &dependency);
                ClearColorValue black = default;
                var range = GpuImage.Range;
                vk.CmdClearColorImage(prologue, image.Handle, ImageLayout.General, &black, 1, &range);
            }
            // What follows begins with a barrier after everything before it.
            Commands.MemoryBarrier(vk, prologue, PipelineStageFlags2.AllTransferBit, AccessFlags2.TransferWriteBit,
                PipelineStageFlags2.AllCommandsBit, AccessFlags2.MemoryReadBit | AccessFlags2.MemoryWriteBit);
            GpuException.Check(vk.EndCommandBuffer(prologue), "ending a command buffer");
            fresh.Clear();
            return true;
        }
    }

    private void DisposeSubmissions()
    {
        foreach (var commands in made)
            commands.Destroy();
        made.Clear();
    }
}
