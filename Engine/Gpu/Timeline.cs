// The timeline semaphore every submission signals: value n means that submission n has finished.
using Silk.NET.Vulkan;
using Semaphore = Silk.NET.Vulkan.Semaphore;

namespace Engine;

internal sealed unsafe class Timeline : IDisposable
{
    private readonly VulkanDevice device;
    private readonly Lock queueGate;
    public readonly Semaphore Handle;
    private ulong submitted, completed;

    /// <param name="device">The device.</param>
    /// <param name="queueGate">Held while work is submitted.</param>
    public Timeline(VulkanDevice device, Lock queueGate)
    {
        (this.device, this.queueGate) = (device, queueGate);
        var type = new SemaphoreTypeCreateInfo { SType = StructureType.SemaphoreTypeCreateInfo, SemaphoreType = SemaphoreType.Timeline };
        var info = new SemaphoreCreateInfo { SType = StructureType.SemaphoreCreateInfo, PNext = &type };
        Semaphore made;
        GpuException.Check(device.Api.CreateSemaphore(device.Handle, &info, null, &made), "creating the timeline semaphore");
        Handle = made;
        try
        {
            device.SetName(ObjectType.Semaphore, made.Handle, "timeline");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Value of the newest submission.</summary>
    public ulong Submitted => Volatile.Read(ref submitted);

    /// <summary>Value of the newest submission known to be finished; asks the device.</summary>
    public ulong Completed
    {
        get
        {
            var known = Volatile.Read(ref completed);
            if (known >= Submitted)
                return known;
            // Not while another thread submits: the device may have finished what validation has not heard of yet, which then thinks that all
            // before it is still under way.
            lock (queueGate)
            {
                ulong value;
                GpuException.Check(device.Api.GetSemaphoreCounterValue(device.Handle, Handle, &value), "reading the timeline");
                Volatile.Write(ref completed, value);
                return value;
            }
        }
    }

    /// <summary>Takes the value the next submission will signal; under the queue's lock.</summary>
    public ulong Next => submitted + 1;

    /// <summary>Notes that <see cref="Next"/> was submitted; under the queue's lock.</summary>
    public void Advance() => Volatile.Write(ref submitted, submitted + 1);

    /// <summary>Blocks until the value is reached.</summary>
    public void Wait(ulong value)
    {
        if (Volatile.Read(ref completed) >= value)
            return;
        if (value > Submitted)
        {
            throw new ArgumentOutOfRangeException(nameof(value),
                $"value {value} was never submitted (the newest is {Submitted}): waiting would not end");
        }
        var semaphore = Handle;
        var info = new SemaphoreWaitInfo { SType = StructureType.SemaphoreWaitInfo, SemaphoreCount = 1, PSemaphores = &semaphore, PValues = &value };
        GpuException.Check(device.Api.WaitSemaphores(device.Handle, &info, ulong.MaxValue), "waiting for the device");
        if (Volatile.Read(ref completed) < value)
            Volatile.Write(ref completed, value);
    }

    public void Dispose() => device.Api.DestroySemaphore(device.Handle, Handle, null);
}
