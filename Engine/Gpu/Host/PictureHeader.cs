// What the first bytes of a picture file say, before anything is decoded.
using System.Buffers.Binary;

namespace Engine;

/// <summary>Kind, size and orientation of a picture, from its file's headers alone.</summary>
/// <param name="Format">How it is stored.</param>
/// <param name="Width">Columns as stored; 0 where the headers do not tell.</param>
/// <param name="Height">Rows as stored.</param>
/// <param name="Orientation">EXIF's 1 (upright) to 8.</param>
public readonly record struct PictureHeader(PictureFormat Format, int Width, int Height, int Orientation = 1)
{
    /// <summary>What a file begins with; more of it finds the size where metadata lies before it.</summary>
    /// <returns>Null where the bytes are no picture of a known kind.</returns>
    public static PictureHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return Png(file);
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return Jpeg(file);
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return file.Length < 10 ? new(PictureFormat.Gif, 0, 0) : new(PictureFormat.Gif, Little(file, 6), Little(file, 8));
        if (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8))
            return WebP(file);
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
        {
            var (width, height, turn) = Exif.Read(file);
            return new(PictureFormat.Tiff, width, height, turn);
        }
        if (file.Length >= 12 && file[4..].StartsWith("ftyp"u8))
            return HeifHeader.Read(file);
        if (file.StartsWith("BM"u8) && file.Length >= 26)
            return Bmp(file);
        return Tga(file);
    }

    /// <summary>Whether a .gif has more than one picture; what moves is a video.</summary>
    public static bool Moves(ReadOnlySpan<byte> gif)
    {
        if (gif.Length < 13)
            return false;
        var at = 13 + ColourTable(gif[10]);
        for (var pictures = 0; at < gif.Length;)
        {
            switch (gif[at])
            {
                case 0x2C when ++pictures > 1:
                    return true;
                case 0x2C when at + 9 < gif.Length:
                    at += 11 + ColourTable(gif[at + 9]);
                    break;
                case 0x21:
                    at += 2;
                    break;
                default:
                    return false;
            }
            // Blocks up to one of length zero.
            while (at < gif.Length && gif[at] > 0)
                at += gif[at] + 1;
            at++;
        }
        return false;
    }

    /// <summary>The orientation with another's bytes of EXIF, which may begin with a name.</summary>
    internal static int OrientationIn(ReadOnlySpan<byte> exif) => Exif.Orientation(exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif);

    private static int ColourTable(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private static PictureHeader Png(ReadOnlySpan<byte> file)
    {
        if (file.Length < 24 || !file[12..].StartsWith("IHDR"u8))
            return new(PictureFormat.Png, 0, 0);
        var orientation = 1;
        for (long at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file[(int)at..]);
            if (file[((int)at + 4)..].StartsWith("eXIf"u8))
                orientation = OrientationIn(file.Slice((int)at + 8, (int)Math.Min(length, file.Length - at - 8)));
            at += 12 + (long)length;
        }
        return new(PictureFormat.Png, Big32(file, 16), Big32(file, 20), orientation);
    }

    private static PictureHeader Jpeg(ReadOnlySpan<byte> file)
    {
        var header = new PictureHeader(PictureFormat.Jpeg, 0, 0);
        var hasOrientation = false;
        for (var at = 2; at + 4 <= file.Length && file[at] == 0xFF;)
        {
            var marker = file[at + 1];
            // Fill bytes, and markers that stand alone.
            if (marker is 0xFF or 0x01 or (>= 0xD0 and <= 0xD8))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }
            // The data of a scan begins, or the picture ends.
            if (marker is 0xDA or 0xD9)
                break;
            var length = BinaryPrimitives.ReadUInt16BigEndian(file[(at + 2)..]);
            var segment = file[(at + 4)..Math.Min(file.Length, at + Math.Max(4, 2 + length))];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && segment.Length >= 5)
                header = header with { Height = Big16(segment, 1), Width = Big16(segment, 3) };
            if (marker == 0xE1 && !hasOrientation && segment.StartsWith("Exif\0\0"u8))
                (header, hasOrientation) = (header with { Orientation = OrientationIn(segment) }, true);
            at += 2 + Math.Max((int)length, 2);
        }
        return header;
    }

    private static PictureHeader WebP(ReadOnlySpan<byte> file)
    {
        var header = new PictureHeader(PictureFormat.WebP, 0, 0);
        for (long at = 12; at + 18 <= file.Length;)
        {
            var chunk = file[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var data = chunk[8..(int)Math.Min(chunk.Length, 8 + (long)length)];
            if (chunk.StartsWith("VP8X"u8) && data.Length >= 10)
                header = header with { Width = 1 + Little24(data, 4), Height = 1 + Little24(data, 7) };
            else if (chunk.StartsWith("VP8 "u8) && header.Width == 0 && data.Length >= 10)
                header = header with { Width = Little(data, 6) & 0x3FFF, Height = Little(data, 8) & 0x3FFF };
            else if (chunk.StartsWith("VP8L"u8) && header.Width == 0 && data.Length >= 5)
                header = header with { Width = 1 + (Little(data, 1) & 0x3FFF), Height = 1 + ((Little24(data, 2) >> 6) & 0x3FFF) };
            else if (chunk.StartsWith("EXIF"u8))
                header = header with { Orientation = OrientationIn(data) };
            at += 8 + (long)length + (length & 1);
        }
        return header;
    }

    // Sizes of 16 bits in the oldest header, of 32 in all others, where a negative height says that rows begin at the top.
    private static PictureHeader? Bmp(ReadOnlySpan<byte> file) => BinaryPrimitives.ReadInt32LittleEndian(file[14..]) switch
    {
        12 => new(PictureFormat.Bmp, Little(file, 18), Little(file, 20)),
        >= 40 and <= 124 => new(PictureFormat.Bmp, BinaryPrimitives.ReadInt32LittleEndian(file[18..]),
            (int)Math.Min(Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(file[22..])), int.MaxValue)),
        _ => null,
    };

    // No signature: every field must make sense.
    private static PictureHeader? Tga(ReadOnlySpan<byte> file)
    {
        if (file.Length < 18 || file[1] > 1 || file[2] is not (1 or 2 or 3 or 9 or 10 or 11) || file[16] is not (8 or 15 or 16 or 24 or 32))
            return null;
        // Types 1 and 9 have a map of colours, the others none.
        var hasMap = file[2] is 1 or 9;
        if (hasMap != (file[1] == 1) || (hasMap && (file[7] is not (15 or 16 or 24 or 32) || Little(file, 5) == 0)))
            return null;
        var (width, height) = (Little(file, 12), Little(file, 14));
        return width > 0 && height > 0 ? new(PictureFormat.Tga, width, height) : null;
    }

    private static int Little(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static int Little24(ReadOnlySpan<byte> bytes, int at) => Little(bytes, at) | (bytes[at + 2] << 16);

    private static int Big16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static int Big32(ReadOnlySpan<byte> bytes, int at) => (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]), int.MaxValue);
}
