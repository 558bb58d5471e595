// Results on their way back to the CPU: a ring of slots, read some frames later without waiting.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>
/// Filled by <see cref="Commands.Read"/>, read by <see cref="TryRead"/>. Normally the newest finished result is returned and never waited for;
/// with a <see cref="Latency"/> each result arrives exactly that many frames after it was recorded, which makes runs repeatable.
/// </summary>
public sealed class Readback<T> : IDisposable, ISubmitted where T : unmanaged
{
    private const long Idle = -1;

    private struct Slot
    {
        public GpuBuffer Buffer;
        public long Order;       // Idle, or the number of the Read that filled it
        public ulong Value;      // timeline value of its submission; 0 until submitted
        public long Recorded;    // frame in which it was recorded
        public long Tag;         // what TryRead reports as frame
    }

    /// <summary>Elements of one result.</summary>
    public int Count { get; }
    /// <summary>The name in messages.</summary>
    public string Name { get; }
    /// <summary>0: the newest finished result. n: exactly n frames late, waiting if need be. Starts as 2 on a deterministic Gpu, else 0.</summary>
    public int Latency { get; set; }
    /// <summary>Deliver every result in order, instead of only the newest.</summary>
    public bool KeepAll { get; set; }

    private readonly Gpu gpu;
    private Slot[] slots = [];
    private long reads;
    private bool disposed;

    internal Readback(Gpu gpu, int count, string name)
    {
        if (count <= 0)
            throw new ArgumentOutOfRangeException(nameof(count), $"readback '{name}' cannot have {count} elements");
        (this.gpu, Count, Name) = (gpu, count, name);
        Latency = gpu.Deterministic ? 2 : 0;
        gpu.Live.Add(this, "readback", name);
    }

    /// <summary>
    /// Copies a result that was not delivered yet and tells the frame it belongs to; false when there is none. The destination holds at least
    /// <see cref="Count"/> elements.
    /// </summary>
    public bool TryRead(Span<T> destination, out long frame)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (destination.Length < Count)
            throw new ArgumentException($"readback '{Name}' delivers {Count} elements, the destination holds {destination.Length}");
        frame = -1;
        var found = Find(oldest: KeepAll);
        if (found < 0)
            return false;
        ref var slot = ref slots[found];
        gpu.Wait(slot.Value);   // returns at once unless a Latency asks for a result that is not finished
        MemoryMarshal.Cast<byte, T>(slot.Buffer.Mapped)[..Count].CopyTo(destination);
        frame = slot.Tag;
        Release(slot.Order + 1);
        return true;
    }

    /// <summary>A free slot for the Commands being recorded.</summary>
    internal GpuBuffer Take(Commands commands, long tag)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        var free = Free();
        if (free < 0 && !KeepAll && Find(oldest: false) is >= 0 and int newest)
        {
            Release(slots[newest].Order);
            free = Free();
        }
        if (free < 0)
        {
            free = slots.Length;
            // The buffer first: where there is no memory for it, there is no slot without one.
            var buffer = new GpuBuffer(gpu, (long)Count * Unsafe.SizeOf<T>(), Name, GpuMemory.Readback, counted: false);
            Array.Resize(ref slots, free + 1);
            slots[free] = new Slot { Buffer = buffer, Order = Idle };
        }
        ref var slot = ref slots[free];
        (slot.Order, slot.Value, slot.Recorded) = (reads++, 0, gpu.FrameCount);
        slot.Tag = tag >= 0 ? tag : slot.Recorded;
        commands.Stamp(this, free);
        return slot.Buffer;
    }

    void ISubmitted.Submitted(int slot, ulong value)
    {
        if (slot >= slots.Length)
            return;
        slots[slot].Value = value;
        if (value == 0)
            slots[slot].Order = Idle;
    }

    /// <summary>Gives the ring up.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        gpu.Live.Remove(this);
        foreach (var slot in slots)
            slot.Buffer.Dispose();
        slots = [];
    }

    private int Find(bool oldest)
    {
        var completed = gpu.Completed;
        var found = -1;
        for (var i = 0; i < slots.Length; i++)
        {
            ref var slot = ref slots[i];
            if (slot.Order == Idle || slot.Value == 0)
                continue;
            if (Latency > 0 ? slot.Recorded > gpu.FrameCount - Latency : slot.Value > completed)
                continue;
            if (found < 0 || (slot.Order < slots[found].Order) == oldest)
                found = i;
        }
        return found;
    }

    private int Free()
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Order == Idle)
                return i;
        }
        return -1;
    }

    private void Release(long before)
    {
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Order < before && slots[i].Value != 0)
                slots[i].Order = Idle;
        }
    }
}
