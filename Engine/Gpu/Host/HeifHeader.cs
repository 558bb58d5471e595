// The boxes of AVIF and HEIC files that say how large a picture is and how it is turned.
using System.Buffers.Binary;

namespace Engine;

/// <summary>HEIF's item properties (ISO/IEC 23008-12): ispe, irot and imir.</summary>
internal static class HeifHeader
{
    // meta, iprp, ipco: no property lies deeper.
    private const int Depth = 3;

    /// <summary>The picture's header; null where the file is of another kind, such as a film.</summary>
    internal static PictureHeader? Read(ReadOnlySpan<byte> file)
    {
        var length = Math.Min(BinaryPrimitives.ReadUInt32BigEndian(file), (uint)file.Length);
        PictureFormat? format = null;
        for (var at = 8; at + 4 <= length && format is null; at += at == 8 ? 8 : 4)
        {
            var brand = file.Slice(at, 4);
            format = brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) ? PictureFormat.Avif
                : brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("heim"u8) ? PictureFormat.Heic
                : null;
        }
        if (format is not { } known)
            return null;
        var found = new Properties();
        found.Add(file, Depth);
        return new PictureHeader(known, found.Width, found.Height, Orientation.OfHeif(found.Quarters, found.Mirror));
    }

    private struct Properties()
    {
        internal int Width, Height, Quarters, Mirror = -1;

        internal void Add(ReadOnlySpan<byte> boxes, int depth)
        {
            for (long at = 0; at + 8 <= boxes.Length;)
            {
                var box = boxes[(int)at..];
                var size = (long)BinaryPrimitives.ReadUInt32BigEndian(box);
                // The rest of the file, or 64 bits, of which no property has need.
                size = size == 0 ? box.Length
                    : size == 1 && box.Length >= 16 ? (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(box[8..]), int.MaxValue)
                    : size;
                if (size < 8)
                    return;
                Add(box[4..8], box[8..(int)Math.Min(size, box.Length)], depth);
                at += size;
            }
        }

        private void Add(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> content, int depth)
        {
            if (depth > 0 && kind.SequenceEqual("meta"u8) && content.Length > 4)
                Add(content[4..], depth - 1);
            else if (depth > 0 && (kind.SequenceEqual("iprp"u8) || kind.SequenceEqual("ipco"u8)))
                Add(content, depth - 1);
            else if (kind.SequenceEqual("ispe"u8) && content.Length >= 12)
                Larger(content);
            else if (kind.SequenceEqual("irot"u8) && content.Length >= 1)
                Quarters = content[0] & 3;
            else if (kind.SequenceEqual("imir"u8) && content.Length >= 1)
                Mirror = content[0] & 1;
        }

        // Tiles and small copies have sizes of their own; the whole is the largest.
        private void Larger(ReadOnlySpan<byte> content)
        {
            var width = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(content[4..]), int.MaxValue);
            var height = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(content[8..]), int.MaxValue);
            if ((long)width * height > (long)Width * Height)
                (Width, Height) = (width, height);
        }
    }
}
