// The framing of TensorBoard's event files.
using System.Buffers.Binary;
using System.Numerics;

namespace CnnCompute;

/// <summary>
/// A record as TensorFlow's record_writer.cc writes it: the length (8 bytes, little endian), its masked CRC-32C, the data, its masked CRC-32C.
/// </summary>
internal static class EventRecord
{
    private const int Header = 12, Footer = 4, Longest = 1 << 28;

    /// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4).</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>The checksum as it is stored: rotated and moved, so that a checksum of data that holds checksums stays good.</summary>
    public static uint Masked(uint crc) => BitOperations.RotateRight(crc, 15) + 0xa282ead8u;

    /// <summary>Appends a record.</summary>
    public static void Write(Stream stream, ReadOnlySpan<byte> data)
    {
        Span<byte> header = stackalloc byte[Header], footer = stackalloc byte[Footer];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], Masked(Crc32C(header[..8])));
        BinaryPrimitives.WriteUInt32LittleEndian(footer, Masked(Crc32C(data)));
        stream.Write(header);
        stream.Write(data);
        stream.Write(footer);
    }

    /// <summary>
    /// All whole records of a file in order. It ends where one is cut off or damaged: what a killed process left is no record.
    /// </summary>
    public static IEnumerable<byte[]> ReadAll(Stream stream)
    {
        var (header, footer) = (new byte[Header], new byte[Footer]);
        while (stream.ReadAtLeast(header, Header, throwOnEndOfStream: false) == Header)
        {
            var length = BinaryPrimitives.ReadUInt64LittleEndian(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8)) != Masked(Crc32C(header.AsSpan(0, 8))) || length > Longest)
                yield break;
            var data = new byte[length];
            if (stream.ReadAtLeast(data, data.Length, throwOnEndOfStream: false) < data.Length
                || stream.ReadAtLeast(footer, Footer, throwOnEndOfStream: false) < Footer
                || BinaryPrimitives.ReadUInt32LittleEndian(footer) != Masked(Crc32C(data)))
            {
                yield break;
            }
            yield return data;
        }
    }
}
