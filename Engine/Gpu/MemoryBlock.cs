// One piece of device memory, handed out in ranges by first fit.
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>Free ranges are kept sorted by offset and merged with their neighbours. Callers hold the allocator's lock.</summary>
internal sealed unsafe class MemoryBlock(DeviceMemory memory, ulong bytes, byte* mapped, uint type, bool images, bool dedicated)
{
    public readonly DeviceMemory Memory = memory;
    public readonly ulong Bytes = bytes;
    public readonly byte* Mapped = mapped;
    public readonly uint Type = type;
    public readonly bool Images = images;
    public readonly bool Dedicated = dedicated;
    private readonly List<(ulong Offset, ulong Bytes)> free = [(0, bytes)];

    public long UsedBytes
    {
        get
        {
            var used = (long)Bytes;
            foreach (var range in free)
                used -= (long)range.Bytes;
            return used;
        }
    }

    public bool IsEmpty => free.Count == 1 && free[0].Bytes == Bytes;

    public bool TryTake(ulong size, ulong alignment, out ulong offset)
    {
        for (var i = 0; i < free.Count; i++)
        {
            var (start, length) = free[i];
            offset = (start + alignment - 1) / alignment * alignment;
            var before = offset - start;
            if (before + size > length)
                continue;
            var after = length - before - size;
            free.RemoveAt(i);
            if (after > 0)
                free.Insert(i, (offset + size, after));
            if (before > 0)
                free.Insert(i, (start, before));
            return true;
        }
        offset = 0;
        return false;
    }

    public void Give(ulong offset, ulong size)
    {
        var i = 0;
        while (i < free.Count && free[i].Offset < offset)
            i++;
        if (i < free.Count && offset + size == free[i].Offset)
        {
            size += free[i].Bytes;
            free.RemoveAt(i);
        }
        if (i > 0 && free[i - 1].Offset + free[i - 1].Bytes == offset)
            free[i - 1] = (free[i - 1].Offset, free[i - 1].Bytes + size);
        else
            free.Insert(i, (offset, size));
    }
}
