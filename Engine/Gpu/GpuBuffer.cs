// A range of bytes the device works on.
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace Engine;

/// <summary>Made by <see cref="Gpu.Buffer(long, string, GpuMemory)"/>; disposing is safe while the device still uses it.</summary>
public sealed unsafe class GpuBuffer : IDisposable, IRetired
{
    private const BufferUsageFlags Usage = BufferUsageFlags.StorageBufferBit | BufferUsageFlags.TransferSrcBit | BufferUsageFlags.TransferDstBit
        | BufferUsageFlags.IndirectBufferBit | BufferUsageFlags.VertexBufferBit | BufferUsageFlags.IndexBufferBit | BufferUsageFlags.UniformBufferBit
        | BufferUsageFlags.ShaderDeviceAddressBit;

    /// <summary>Bytes asked for.</summary>
    public long Bytes { get; }
    /// <summary>The name in messages and captures.</summary>
    public string Name { get; }
    /// <summary>Where it lives.</summary>
    public GpuMemory Memory { get; }

    internal readonly Buffer Handle;
    internal readonly Allocation Allocation;
    internal bool IsDisposed { get; private set; }
    // Bindings may reach to a whole vector of 8 floats, so the end is rounded up.
    internal long Capacity => (Bytes + 31) & ~31L;
    private readonly Gpu gpu;
    private readonly bool counted;

    internal GpuBuffer(Gpu gpu, long bytes, string name, GpuMemory memory, bool counted)
    {
        (this.gpu, Bytes, Name, Memory, this.counted) = (gpu, bytes, name, memory, counted);
        if (bytes <= 0)
            throw new ArgumentOutOfRangeException(nameof(bytes), $"buffer '{name}' cannot have {bytes} bytes");
        var device = gpu.Vulkan;
        // Asked before Vulkan is, because a size beyond the device's limits is not even valid to pass.
        if (bytes > Math.Min(device.Info.MaxAllocationBytes, device.Info.MemoryBytes))
            throw gpu.Memory.OutOfMemory((ulong)bytes, gpu.Memory.ChooseType(~0u, memory), $"buffer '{name}'");
        var info = new BufferCreateInfo
        {
            SType = StructureType.BufferCreateInfo,
            Size = (ulong)Capacity,
            Usage = Usage,
            SharingMode = SharingMode.Exclusive,
        };
        Buffer made;
        GpuException.Check(device.Api.CreateBuffer(device.Handle, &info, null, &made), "creating a buffer");
        Handle = made;
        try
        {
            MemoryRequirements needs;
            device.Api.GetBufferMemoryRequirements(device.Handle, made, &needs);
            Allocation = gpu.Memory.Allocate(needs, memory, image: false, $"buffer '{name}'");
            GpuException.Check(device.Api.BindBufferMemory(device.Handle, made, Allocation.Block.Memory, Allocation.Offset),
                "binding a buffer's memory");
            device.SetName(ObjectType.Buffer, made.Handle, name);
        }
        catch
        {
            ((IRetired)this).Destroy();   // the device has not seen it yet
            throw;
        }
        if (counted)
            gpu.Live.Add(this, "buffer", name);
    }

    /// <summary>The bytes themselves, for Upload and Readback memory; throws for Device memory.</summary>
    public Span<byte> Mapped
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (Memory == GpuMemory.Device)
                throw new InvalidOperationException($"buffer '{Name}' lives in device memory and is not mapped: use Upload, Download or a Readback");
            return new Span<byte>(Allocation.Mapped, checked((int)Bytes));
        }
    }

    /// <summary>Where its first byte lies for kernels that work by address (<see cref="AddressTable"/>).</summary>
    internal ulong Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            var info = new BufferDeviceAddressInfo { SType = StructureType.BufferDeviceAddressInfo, Buffer = Handle };
            return gpu.Vulkan.Api.GetBufferDeviceAddress(gpu.Vulkan.Handle, &info);
        }
    }

    /// <summary>Gives the buffer up; its memory is freed when the device has finished with it.</summary>
    public void Dispose()
    {
        if (IsDisposed)
            return;
        IsDisposed = true;
        if (counted)
            gpu.Live.Remove(this);
        gpu.Retired.Add(this);
    }

    void IRetired.Destroy()
    {
        gpu.Vulkan.Api.DestroyBuffer(gpu.Vulkan.Handle, Handle, null);
        if (Allocation.Block is not null)
            gpu.Memory.Free(Allocation);
    }
}
