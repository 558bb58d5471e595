// Sub-allocates device memory: 64 MiB blocks per memory type, a block of its own for anything large.
using Silk.NET.Vulkan;

namespace Engine;

/// <summary>A range of a block; Mapped is null where the CPU cannot see the memory.</summary>
internal readonly unsafe struct Allocation(MemoryBlock block, ulong offset, ulong bytes)
{
    public readonly MemoryBlock Block = block;
    public readonly ulong Offset = offset, Bytes = bytes;
    public byte* Mapped => Block.Mapped is null ? null : Block.Mapped + Offset;
}

internal sealed unsafe class MemoryAllocator(VulkanDevice device) : IDisposable
{
    private const ulong BlockBytes = 64ul << 20;
    // Images and buffers never share a block, so that bufferImageGranularity cannot matter.
    private readonly List<MemoryBlock> blocks = [];
    private readonly Lock gate = new();

    /// <summary>Device memory held, used or not, in bytes.</summary>
    public long HeldBytes
    {
        get
        {
            // Counted without an enumerator: it is asked in frames, which allocate nothing.
            var bytes = 0L;
            lock (gate)
            {
                foreach (var block in blocks)
                    bytes += (long)block.Bytes;
            }
            return bytes;
        }
    }

    /// <summary>Device memory in use, in bytes.</summary>
    public long UsedBytes
    {
        get
        {
            var bytes = 0L;
            lock (gate)
            {
                foreach (var block in blocks)
                    bytes += block.UsedBytes;
            }
            return bytes;
        }
    }

    public Allocation Allocate(in MemoryRequirements needs, GpuMemory memory, bool image, string what)
    {
        var type = ChooseType(needs.MemoryTypeBits, memory);
        ulong alignment = Math.Max(needs.Alignment, 64), size = (needs.Size + alignment - 1) / alignment * alignment;
        lock (gate)
        {
            var dedicated = size > BlockBytes / 2;
            if (!dedicated)
            {
                foreach (var block in blocks)
                {
                    if (block.Type == type && block.Images == image && !block.Dedicated && block.TryTake(size, alignment, out var offset))
                        return new Allocation(block, offset, size);
                }
            }
            if (!TryAddBlock(dedicated ? size : BlockBytes, type, image, dedicated, out var added)
                && (dedicated || !TryAddBlock(size, type, image, true, out added)))
            {
                throw OutOfMemory(size, type, what);
            }
            added!.TryTake(size, alignment, out var first);
            return new Allocation(added, first, size);
        }
    }

    public void Free(in Allocation allocation)
    {
        lock (gate)
        {
            var block = allocation.Block;
            block.Give(allocation.Offset, allocation.Bytes);
            if (!block.IsEmpty)
                return;
            // One empty block of a kind is kept, so that a loop that allocates and frees does not go to the driver each time.
            var another = blocks.Exists(b => b != block && b.IsEmpty && b.Type == block.Type && b.Images == block.Images);
            if (!block.Dedicated && !another)
                return;
            blocks.Remove(block);
            device.Api.FreeMemory(device.Handle, block.Memory, null);
        }
    }

    public void Dispose()
    {
        foreach (var block in blocks)
            device.Api.FreeMemory(device.Handle, block.Memory, null);
        blocks.Clear();
    }

    /// <summary>The error for memory that cannot be had: size asked, heap, what to do.</summary>
    public GpuException OutOfMemory(ulong size, uint type, string what)
    {
        var heap = device.Memory.MemoryHeaps[(int)device.Memory.MemoryTypes[(int)type].HeapIndex];
        return new GpuException(Result.ErrorOutOfDeviceMemory,
            $"allocating {Size(size)} for {what} on '{device.Info.Name}' (heap of {Size(heap.Size)}, {Size((ulong)HeldBytes)} held)",
            "use a smaller batch, picture or model, or dispose what is no longer needed");
    }

    /// <summary>The memory type for a kind of use, out of the allowed ones.</summary>
    public uint ChooseType(uint allowed, GpuMemory memory)
    {
        const MemoryPropertyFlags Local = MemoryPropertyFlags.DeviceLocalBit;
        const MemoryPropertyFlags Host = MemoryPropertyFlags.HostVisibleBit | MemoryPropertyFlags.HostCoherentBit;
        const MemoryPropertyFlags Cached = MemoryPropertyFlags.HostCachedBit;
        return memory switch
        {
            GpuMemory.Device => Find(allowed, Local, MemoryPropertyFlags.HostVisibleBit) ?? Find(allowed, Local | Host | Cached, 0)
                ?? Find(allowed, Local, 0) ?? Find(allowed, 0, 0),
            GpuMemory.Upload => Find(allowed, Host, Local | Cached) ?? Find(allowed, Host, Local) ?? Find(allowed, Host, 0),
            _ => Find(allowed, Host | Cached, Local) ?? Find(allowed, Host | Cached, 0) ?? Find(allowed, Host, 0),
        } ?? throw new GpuException($"'{device.Info.Name}' has no memory for {memory}", "choose another device with CNN_GPU");
    }

    private uint? Find(uint allowed, MemoryPropertyFlags with, MemoryPropertyFlags without)
    {
        for (var i = 0; i < device.Memory.MemoryTypeCount; i++)
        {
            var flags = device.Memory.MemoryTypes[i].PropertyFlags;
            if ((allowed & (1u << i)) != 0 && (flags & with) == with && (flags & without) == 0 && (flags & MemoryPropertyFlags.ProtectedBit) == 0)
                return (uint)i;
        }
        return null;
    }

    private bool TryAddBlock(ulong size, uint type, bool image, bool dedicated, out MemoryBlock? block)
    {
        block = null;
        var heap = device.Memory.MemoryHeaps[(int)device.Memory.MemoryTypes[(int)type].HeapIndex].Size;
        if (size > heap || size > (ulong)device.Info.MaxAllocationBytes)
            return false;
        // VK_MEMORY_ALLOCATE_DEVICE_ADDRESS_BIT: buffers are also reached by their addresses.
        var flags = new MemoryAllocateFlagsInfo { SType = StructureType.MemoryAllocateFlagsInfo, Flags = (MemoryAllocateFlags)2 };
        var info = new MemoryAllocateInfo
        {
            SType = StructureType.MemoryAllocateInfo,
            PNext = image ? null : &flags,
            AllocationSize = size,
            MemoryTypeIndex = type,
        };
        DeviceMemory memory;
        var result = device.Api.AllocateMemory(device.Handle, &info, null, &memory);
        if (result is Result.ErrorOutOfDeviceMemory or Result.ErrorOutOfHostMemory)
            return false;
        GpuException.Check(result, "allocating device memory");
        void* mapped = null;
        if ((device.Memory.MemoryTypes[(int)type].PropertyFlags & MemoryPropertyFlags.HostVisibleBit) != 0)
        {
            result = device.Api.MapMemory(device.Handle, memory, 0, size, 0, &mapped);
            if (result != Result.Success)
                device.Api.FreeMemory(device.Handle, memory, null);
            if (result is Result.ErrorOutOfDeviceMemory or Result.ErrorOutOfHostMemory or Result.ErrorMemoryMapFailed)
                return false;
            GpuException.Check(result, "mapping device memory");
        }
        block = new MemoryBlock(memory, size, (byte*)mapped, type, image, dedicated);
        blocks.Add(block);
        return true;
    }

    private static string Size(ulong bytes) =>
        bytes >= 1ul << 30 ? $"{bytes / (double)(1ul << 30):0.0} GiB" : $"{bytes / (double)(1ul << 20):0.0} MiB";
}
