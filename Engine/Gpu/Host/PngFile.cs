// Writes pictures as PNG files (the image packages at hand only read).
using System.Buffers.Binary;
using System.IO.Compression;

namespace Engine;

/// <summary>PNG output: 8-bit RGBA or RGB, sRGB-encoded bytes as they are (ISO/IEC 15948).</summary>
public static class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
    private static readonly uint[] CrcTable = BuildCrcTable();

    /// <summary>
    /// Writes <paramref name="pixels"/> (rows from the top, 4 or 3 bytes a pixel) to <paramref name="path"/>; the file appears whole or not at all.
    /// </summary>
    /// <exception cref="ArgumentException">The number of bytes is neither width·height·4 nor ·3.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(string path, int width, int height, ReadOnlySpan<byte> pixels)
    {
        var count = (long)width * height;
        var channels = pixels.Length == count * 4 ? 4 : pixels.Length == count * 3 ? 3 : 0;
        if (width <= 0 || height <= 0 || channels == 0)
            throw new ArgumentException($"{pixels.Length} bytes are no {width}×{height} picture of 3 or 4 channels");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        AtomicFile.Write(path, pixels, (file, pixels) => Encode(file, width, height, channels, pixels));
    }

    private static void Encode(Stream file, int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = (byte)(channels == 4 ? 6 : 2);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "sRGB"u8, [0]);
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var stride = width * channels;
            var line = new byte[stride + 1];
            line[0] = 2; // filter "up": what changes from row to row
            for (var y = 0; y < height; y++)
            {
                var row = pixels.Slice(y * stride, stride);
                if (y == 0)
                {
                    row.CopyTo(line.AsSpan(1));
                }
                else
                {
                    for (var x = 0; x < stride; x++)
                        line[x + 1] = (byte)(row[x] - pixels[(y - 1) * stride + x]);
                }
                zlib.Write(line);
            }
        }
        Chunk(file, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        Chunk(file, "IEND"u8, []);
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(word, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(word);
    }

    /// <summary>CRC-32 without the last inversion, begun with all bits set.</summary>
    internal static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var b in data)
            crc = CrcTable[(crc ^ b) & 0xff] ^ (crc >> 8);
        return crc;
    }

    // CRC-32 of ISO 3309, as PNG's annex D gives it.
    private static uint[] BuildCrcTable()
    {
        var table = new uint[256];
        for (uint n = 0; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
                c = (c & 1) != 0 ? 0xedb88320u ^ (c >> 1) : c >> 1;
            table[n] = c;
        }
        return table;
    }
}
