// Timestamps of the device, kept per submission so that reading never disturbs a running frame.
using System.Runtime.InteropServices;
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>A set of timestamps taken by <see cref="Commands.Timestamp"/>; times are milliseconds since timestamp 0 of the same submission.</summary>
public sealed unsafe class GpuTimer : IDisposable, IRetired, ISubmitted
{
    private const int Rings = 6;

    /// <summary>Timestamps of one submission.</summary>
    public int Count { get; }

    private readonly Gpu gpu;
    private readonly QueryPool pool;
    private readonly ulong[] values = new ulong[Rings];      // timeline value of each ring's submission; 0 while recording or unused
    private readonly ulong[] ticks;
    private readonly int[] collected = new int[Rings];       // timestamps of each ring that the device copies; 0 where the driver is asked
    private GpuBuffer? copies;
    private ulong serial;
    private int ring = -1, newest = -1;
    private bool disposed;

    internal GpuTimer(Gpu gpu, int count)
    {
        if (count <= 0)
            throw new ArgumentOutOfRangeException(nameof(count), $"a timer cannot have {count} timestamps");
        if (gpu.Info.TimestampPeriod <= 0 || !gpu.Vulkan.TimestampsSupported)
            throw new GpuException($"'{gpu.Info.Name}' has no timestamps", "time with a Stopwatch around Gpu.Run instead");
        (this.gpu, Count, ticks) = (gpu, count, new ulong[count * 2]);
        var info = new QueryPoolCreateInfo
        {
            SType = StructureType.QueryPoolCreateInfo,
            QueryType = QueryType.Timestamp,
            QueryCount = (uint)(count * Rings),
        };
        QueryPool made;
        GpuException.Check(gpu.Vulkan.Api.CreateQueryPool(gpu.Vulkan.Handle, &info, null, &made), "creating a query pool");
        pool = made;
        gpu.Live.Add(this, "timer", $"{count} timestamps");
    }

    /// <summary>Waits for the submission that used the timer last and returns its times; NaN for a timestamp that was not taken.</summary>
    public double[] ReadMilliseconds()
    {
        var milliseconds = new double[Count];
        if (newest < 0)
            throw new InvalidOperationException("no submission has used this timer yet");
        gpu.Wait(values[newest]);
        Fetch(newest, milliseconds);
        return milliseconds;
    }

    /// <summary>Times of the newest finished submission, without waiting; false when there is none.</summary>
    public bool Read(Span<double> milliseconds)
    {
        var completed = gpu.Completed;
        var best = -1;
        for (var i = 0; i < Rings; i++)
        {
            if (values[i] > 0 && values[i] <= completed && (best < 0 || values[i] > values[best]))
                best = i;
        }
        if (best < 0)
            return false;
        Fetch(best, milliseconds);
        return true;
    }

    internal void Write(Commands commands, CommandBuffer cmd, int index)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (index < 0 || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"the timer has {Count} timestamps, number {index} was asked");
        if (serial != commands.Serial)
        {
            serial = commands.Serial;
            ring = (ring + 1) % Rings;
            (values[ring], collected[ring]) = (0, 0);
            gpu.Vulkan.Api.CmdResetQueryPool(cmd, pool, (uint)(ring * Count), (uint)Count);
            commands.Stamp(this, ring);
        }
        gpu.Vulkan.Api.CmdWriteTimestamp2(cmd, PipelineStageFlags2.AllCommandsBit, pool, (uint)((ring * Count) + index));
    }

    /// <summary>Copies the first timestamps of the submission being recorded to where the host finds them.</summary>
    internal void Collect(Commands commands, CommandBuffer cmd, int count)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (count <= 0 || count > Count || serial != commands.Serial)
            throw new ArgumentOutOfRangeException(nameof(count), $"the timer has {Count} timestamps, the first {count} of these commands were asked");
        copies ??= new GpuBuffer(gpu, Rings * Count * 16, "timestamps", GpuMemory.Readback, counted: false);
        gpu.Vulkan.Api.CmdCopyQueryPoolResults(cmd, pool, (uint)(ring * Count), (uint)count, copies.Handle, (ulong)(ring * Count * 16), 16,
            QueryResultFlags.Result64Bit | QueryResultFlags.ResultWithAvailabilityBit | QueryResultFlags.ResultWaitBit);
        collected[ring] = count;
    }

    void ISubmitted.Submitted(int slot, ulong value)
    {
        values[slot] = value;
        if (value > 0)
            newest = slot;
    }

    /// <summary>Gives the timer up.</summary>
    public void Dispose()
    {
        if (disposed)
            return;
        disposed = true;
        copies?.Dispose();
        gpu.Live.Remove(this);
        gpu.Retired.Add(this);
    }

    void IRetired.Destroy() => gpu.Vulkan.Api.DestroyQueryPool(gpu.Vulkan.Handle, pool, null);

    private void Fetch(int slot, Span<double> milliseconds)
    {
        // Pairs of value and availability: a timestamp that was never taken is not available.
        if (collected[slot] > 0)
        {
            Array.Clear(ticks);
            MemoryMarshal.Cast<byte, ulong>(copies!.Mapped).Slice(slot * Count * 2, collected[slot] * 2).CopyTo(ticks);
        }
        else
        {
            Ask(slot);
        }
        for (var i = 0; i < Count && i < milliseconds.Length; i++)
        {
            var taken = ticks[(2 * i) + 1] != 0 && ticks[1] != 0;
            milliseconds[i] = taken ? (long)(ticks[2 * i] - ticks[0]) * (double)gpu.Info.TimestampPeriod * 1e-6 : double.NaN;
        }
    }

    private void Ask(int slot)
    {
        fixed (ulong* data = ticks)
        {
            var result = gpu.Vulkan.Api.GetQueryPoolResults(gpu.Vulkan.Handle, pool, (uint)(slot * Count), (uint)Count,
                (nuint)(Count * 16), data, 16, QueryResultFlags.Result64Bit | QueryResultFlags.ResultWithAvailabilityBit);
            if (result is not (Result.Success or Result.NotReady))
                GpuException.Throw(result, "reading timestamps");
        }
    }
}
