// Where kernels in their large form find the addresses of what they work on.
using System.Buffers.Binary;

namespace Engine;

/// <summary>
/// Gives bindings that hold the address of a range of a buffer, for kernels in their <see cref="LargeForm"/>, or rows of such addresses. The buffers
/// live longer than what was recorded with the addresses; so does the table.
/// </summary>
/// <param name="gpu">The device.</param>
/// <param name="name">The name in messages and captures.</param>
public sealed class AddressTable(Gpu gpu, string name) : IDisposable
{
    private const int SlotsOfBuffer = 256;
    private readonly List<GpuBuffer> buffers = [], tables = [];
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

    /// <summary>
    /// What to bind where a kernel finds rows of <paramref name="columns"/> addresses of ranges, each followed by its share of the words.
    /// </summary>
    /// <exception cref="ArgumentException">A range is none of a buffer, or a row is no multiple of 8 bytes.</exception>
    public Binding Table(ReadOnlySpan<Binding> ranges, int columns, ReadOnlySpan<uint> words)
    {
        int rows = ranges.Length / columns, wordsOfRow = words.Length / Math.Max(1, rows),
            stride = columns * sizeof(ulong) + wordsOfRow * sizeof(uint);
        if (rows == 0 || ranges.Length != rows * columns || words.Length != rows * wordsOfRow || stride % sizeof(ulong) != 0)
        {
            throw new ArgumentException($"{name}: {ranges.Length} ranges in {columns} columns and {words.Length} words make no rows of whole "
                + "addresses", nameof(words));
        }
        var bytes = new byte[(rows * stride + 31) / 32 * 32];
        for (var row = 0; row < rows; row++)
        {
            var at = bytes.AsSpan(row * stride);
            for (var column = 0; column < columns; column++)
            {
                var range = ranges[row * columns + column];
                if (range.Buffer is not { } buffer)
                    throw new ArgumentException($"{range.Describe()} has no address", nameof(ranges));
                BinaryPrimitives.WriteUInt64LittleEndian(at[(column * sizeof(ulong))..], buffer.Address + (ulong)range.Offset);
            }
            for (var word = 0; word < wordsOfRow; word++)
                BinaryPrimitives.WriteUInt32LittleEndian(at[(columns * sizeof(ulong) + word * sizeof(uint))..], words[row * wordsOfRow + word]);
        }
        // Slices of one launch, and profiles of one plan, share it.
        foreach (var known in tables)
        {
            if (known.Mapped.SequenceEqual(bytes))
                return known;
        }
        var table = gpu.Buffer(bytes.Length, $"{name} table", GpuMemory.Upload);
        tables.Add(table);
        bytes.CopyTo(table.Mapped);
        return table;
    }

    /// <summary>Gives the table up; safe while the device still uses it.</summary>
    public void Dispose()
    {
        foreach (var buffer in buffers.Concat(tables))
            buffer.Dispose();
    }
}
