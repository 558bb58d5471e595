// The few tags of a TIFF directory that say how large a picture is and which way it is held.
using System.Buffers.Binary;

namespace Engine;

/// <summary>The first directory of TIFF's structure, which EXIF uses too; nothing outside the given bytes is followed.</summary>
internal static class Exif
{
    private const int WidthTag = 256, HeightTag = 257, OrientationTag = 274;

    /// <summary>The orientation, 1 (upright) to 8; 1 where there is none or the bytes make no sense.</summary>
    internal static int Orientation(ReadOnlySpan<byte> tiff) => Read(tiff).Orientation;

    /// <summary>Size (0 where there is none) and orientation of the first directory.</summary>
    internal static (int Width, int Height, int Orientation) Read(ReadOnlySpan<byte> tiff)
    {
        var (width, height, orientation) = (0, 0, 1);
        if (tiff.Length < 8 || !(tiff.StartsWith("II*\0"u8) || tiff.StartsWith("MM\0*"u8)))
            return (width, height, orientation);
        var isLittle = tiff[0] == (byte)'I';
        var at = (long)Number(tiff, 4, 4, isLittle);
        if (at + 2 > tiff.Length)
            return (width, height, orientation);
        // At most 65,535 entries of twelve bytes: tag, type, count, value.
        var count = Number(tiff, (int)at, 2, isLittle);
        for (var i = 0; i < count && at + 2 + (12 * (i + 1)) <= tiff.Length; i++)
        {
            var entry = (int)at + 2 + (12 * i);
            var type = Number(tiff, entry + 2, 2, isLittle);
            if (type is not (3 or 4) || Number(tiff, entry + 4, 4, isLittle) != 1)
                continue;
            var value = (int)Math.Min(Number(tiff, entry + 8, type == 3 ? 2 : 4, isLittle), int.MaxValue);
            switch (Number(tiff, entry, 2, isLittle))
            {
                case WidthTag:
                    width = value;
                    break;
                case HeightTag:
                    height = value;
                    break;
                case OrientationTag when value is >= 1 and <= 8:
                    orientation = value;
                    break;
            }
        }
        return (width, height, orientation);
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int at, int size, bool isLittle) => (size, isLittle) switch
    {
        (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]),
        (2, false) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]),
        (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]),
        (_, false) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]),
    };
}
