// PNG files of every kind, and what is put into JPEG and WebP files, written by the test itself.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Engine.Tests;

/// <summary>A PNG from samples: one value for each channel of each pixel, as large as the depth allows.</summary>
internal sealed record TestPng(int Width, int Height, int Colour, int Bits, int[] Samples)
{
    private static readonly (int X, int Y, int Right, int Down)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    internal byte[] Palette { get; init; } = [];

    internal byte[] Transparency { get; init; } = [];

    internal byte[] Exif { get; init; } = [];

    internal bool Interlaced { get; init; }

    /// <summary>The filter of row y is y + this, of the five there are; null for none.</summary>
    internal int? Filters { get; init; }

    private int Channels => Colour switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    internal byte[] Bytes()
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Height);
        (header[8], header[9], header[12]) = ((byte)Bits, (byte)Colour, (byte)(Interlaced ? 1 : 0));
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (var pass in Interlaced ? Adam7 : [(0, 0, 1, 1)])
                Pass(zlib, pass);
        }
        // In two chunks, cut where nothing ends.
        var data = packed.ToArray();
        return
        [
            0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, .. Chunk("IHDR", header), .. Exif.Length > 0 ? Chunk("eXIf", Exif) : [],
            .. Palette.Length > 0 ? Chunk("PLTE", Palette) : [], .. Transparency.Length > 0 ? Chunk("tRNS", Transparency) : [],
            .. Chunk("IDAT", data[..(data.Length / 2)]), .. Chunk("IDAT", data[(data.Length / 2)..]), .. Chunk("IEND", []),
        ];
    }

    /// <summary>EXIF's bytes with an orientation, of either order of bytes.</summary>
    internal static byte[] ExifOf(int orientation, bool little) => little
        ?
        [
            .. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0x0F, 1, 2, 0, 4, 0, 0, 0, 0x41, 0x41, 0x41, 0,
            0x12, 1, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0,
        ]
        : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];

    /// <summary>A JPEG with an APP1 segment of EXIF behind its start.</summary>
    internal static byte[] InJpeg(byte[] jpeg, byte[] exif)
    {
        var length = exif.Length + 8;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];
    }

    /// <summary>A simple WebP extended by EXIF.</summary>
    internal static byte[] InWebP(byte[] webp, byte[] exif, int width, int height)
    {
        byte[] extended = [8, 0, 0, 0, .. Three(width - 1), .. Three(height - 1)];
        byte[] content = [.. "WEBP"u8, .. Riff("VP8X", extended), .. webp[12..], .. Riff("EXIF", exif)];
        return [.. Riff("RIFF", content)];
    }

    /// <summary>A TIFF of RGB bytes as they are, with an orientation.</summary>
    internal static byte[] Tiff(int width, int height, byte[] rgb, int orientation)
    {
        (int Tag, int Type, int Count, int Value)[] entries =
        [
            (256, 3, 1, width), (257, 3, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 8), (274, 3, 1, orientation),
            (277, 3, 1, 3), (278, 3, 1, height), (279, 4, 1, rgb.Length),
        ];
        var directory = new List<byte>([(byte)entries.Length, 0]);
        foreach (var (tag, type, count, value) in entries)
            directory.AddRange([.. Two(tag), .. Two(type), .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(value)]);
        return [.. "II*\0"u8, .. BitConverter.GetBytes(8 + rgb.Length), .. rgb, .. directory, 0, 0, 0, 0];
    }

    internal static byte[] Chunk(string name, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        var (length, crc) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        var sum = uint.MaxValue;
        foreach (var b in body)
        {
            sum ^= b;
            for (var i = 0; i < 8; i++)
                sum = (sum >> 1) ^ (0xEDB88320 & (0 - (sum & 1)));
        }
        BinaryPrimitives.WriteUInt32BigEndian(crc, ~sum);
        return [.. length, .. body, .. crc];
    }

    private static byte[] Two(int value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Three(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] Riff(string name, byte[] data) =>
        [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(data.Length), .. data, .. data.Length % 2 == 1 ? [0] : (byte[])[]];

    private void Pass(Stream stream, (int X, int Y, int Right, int Down) pass)
    {
        int columns = (Width - pass.X + pass.Right - 1) / pass.Right, rows = (Height - pass.Y + pass.Down - 1) / pass.Down;
        if (columns == 0 || rows == 0)
            return;
        var step = Math.Max(1, Channels * Bits / 8);
        var above = new byte[(columns * Channels * Bits + 7) / 8];
        for (var y = 0; y < rows; y++)
        {
            var row = new byte[above.Length];
            for (var n = 0; n < columns * Channels; n++)
            {
                var value = Samples[((((pass.Y + (y * pass.Down)) * Width) + pass.X + (n / Channels * pass.Right)) * Channels) + (n % Channels)];
                if (Bits == 16)
                    (row[2 * n], row[(2 * n) + 1]) = ((byte)(value >> 8), (byte)value);
                else
                    row[n * Bits / 8] |= (byte)(value << (8 - Bits - (n * Bits % 8)));
            }
            var filter = Filters is { } first ? (first + y) % 5 : 0;
            stream.WriteByte((byte)filter);
            byte Left(byte[] line, int i) => i < step ? (byte)0 : line[i - step];
            stream.Write([.. row.Select((b, i) => (byte)(b - Guess(filter, Left(row, i), above[i], Left(above, i))))]);
            above = row;
        }
    }

    // What the filter expects from the neighbours to the left, above, and above left.
    private static int Guess(int filter, int left, int above, int corner)
    {
        var estimate = left + above - corner;
        return filter switch
        {
            1 => left,
            2 => above,
            3 => (left + above) / 2,
            4 => new[] { left, above, corner }.MinBy(v => Math.Abs(estimate - v)),
            _ => 0,
        };
    }
}
