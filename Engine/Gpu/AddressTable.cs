// Where kernels in their large form find the addresses of what they work on.
using System.Buffers.Binary;

namespace Engine;

/// <summary>
/// Gives bindings that hold the address of a range of a buffer, for kernels in their <see cref="LargeForm"/>. The buffers live longer than what was
/// recorded with the addresses; so does the table.
/// </summary>
/// <param name="gpu">The device.</param>
/// <param name="name">The name in messages and captures.</param>
public sealed class AddressTable(Gpu gpu, string name) : IDisposable
{
    private const int SlotsOfBuffer = 256;
    private readonly List<GpuBuffer> buffers = [];
    private readonly Dictionary<(GpuBuffer Buffer, long Offset), Binding> slots = [];

    /// <summary>What to bind where the large form of a kernel works on the range.</summary>
    /// <exception cref="ArgumentException">The binding is no range of a buffer.</exception>
    public Binding Slot(Binding range)
    {
        if (range.Buffer is not { } buffer)
            throw new ArgumentException($"{range.Describe()} has no address", nameof(range));
        if (slots.TryGetValue((buffer, range.Offset), out var known))
            return known;
        int size = Math.Max(32, gpu.Info.BindingAlignment), place = slots.Count % SlotsOfBuffer;
        if (place == 0)
            buffers.Add(gpu.Buffer((long)SlotsOfBuffer * size, $"{name} addresses", GpuMemory.Upload));
        BinaryPrimitives.WriteUInt64LittleEndian(buffers[^1].Mapped[(place * size)..], buffer.Address + (ulong)range.Offset);
        return slots[(buffer, range.Offset)] = new Binding(buffers[^1], (long)place * size, 32);
    }

    /// <summary>Gives the table up; safe while the device still uses it.</summary>
    public void Dispose()
    {
        foreach (var buffer in buffers)
            buffer.Dispose();
    }
}
