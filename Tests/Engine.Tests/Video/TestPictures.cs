// Image files written byte by byte, so that a decoder is tested by something other than its own library.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Engine.Tests;

internal static class TestPictures
{
    /// <summary>A PNG of colour type 0 (grey), 4 (grey, alpha), 2 (RGB) or 6 (RGBA) with 8 or 16 bits, rows unfiltered.</summary>
    internal static byte[] Png(int width, int height, int channels, byte[] pixels, int bits = 8)
    {
        var row = width * channels * bits / 8;
        var scanlines = new MemoryStream();
        using (var zlib = new ZLibStream(scanlines, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels, y * row, row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)bits;
        header[9] = (byte)(channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 });
        byte[] signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        return [.. signature, .. Chunk("IHDR", header), .. Chunk("IDAT", scanlines.ToArray()), .. Chunk("IEND", [])];
    }

    /// <summary>A 24-bit BMP, rows from the bottom, blue first.</summary>
    internal static byte[] Bmp(int width, int height, byte[] rgb)
    {
        var row = (width * 3 + 3) / 4 * 4;
        var file = new byte[54 + row * height];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width * 3; x++)
                file[54 + (height - 1 - y) * row + x] = rgb[y * width * 3 + x / 3 * 3 + 2 - x % 3];
        }

        return file;
    }

    /// <summary>
    /// A Radiance HDR of one row without run lengths; a pixel is (mantissa R, G, B, exponent): value = mantissa · 2^(exponent − 136).
    /// </summary>
    internal static byte[] Hdr(params byte[] rgbe) =>
        [.. Encoding.ASCII.GetBytes($"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 1 +X {rgbe.Length / 4}\n"), .. rgbe];

    /// <summary>A GIF of 2 × 2 frames over a palette of black, red, green and blue; delays in hundredths of a second.</summary>
    internal static byte[] Gif(params (int Delay, byte[] Indices)[] frames)
    {
        var file = new List<byte>([.. "GIF89a"u8, 2, 0, 2, 0, 0x81, 0, 0, 0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]);
        foreach (var (delay, indices) in frames)
        {
            file.AddRange([0x21, 0xF9, 4, 0, (byte)delay, 0, 0, 0]);
            file.AddRange([0x2C, 0, 0, 0, 0, 2, 0, 2, 0, 0, 2]);
            // LZW of minimum size 2: clear before every pixel keeps all codes at three bits (clear 4, end 5).
            ulong bits = 0;
            var count = 0;
            foreach (var code in indices.SelectMany(i => new byte[] { 4, i }).Append((byte)5))
            {
                bits |= (ulong)code << count;
                count += 3;
            }

            byte[] packed = [.. BitConverter.GetBytes(bits).Take((count + 7) / 8)];
            file.AddRange([(byte)packed.Length, .. packed, 0]);
        }

        file.Add(0x3B);
        return [.. file];
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        var chunk = new byte[body.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        body.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), Crc(body));
        return chunk;
    }

    // CRC-32 of the PNG specification, reflected polynomial 0xEDB88320.
    private static uint Crc(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var b in data)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
