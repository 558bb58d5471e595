// The bytes of a whole image file, read from the absolute start of a stream.
namespace StbImageSharp;

internal static class EncodedImage
{
    /// <summary>Reads a seekable stream from position 0 to its end, whatever its position was.</summary>
    internal static byte[] Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Seek(0, SeekOrigin.Begin);
        if (stream.Length > Array.MaxLength)
            throw StbImage.Failure("too large");
        byte[] bytes = new byte[stream.Length];
        int filled = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return filled == bytes.Length ? bytes : bytes[..filled];
    }

    /// <summary>PIC and PNM are read by the C library but not by this package.</summary>
    internal static bool IsForeign(ReadOnlySpan<byte> data) =>
        data is [0x53, 0x80, 0xF6, 0x34, ..] or [(byte)'P', (byte)'5' or (byte)'6', ..];

    /// <summary>Throws for formats outside the package's list, with the words the decoder uses for an unknown one.</summary>
    internal static void RequireKnown(ReadOnlySpan<byte> data, ColorComponents wanted)
    {
        if ((uint)wanted > 4)
            throw StbImage.Failure("bad req_comp");
        if (data.IsEmpty || IsForeign(data))
            throw StbImage.Failure("unknown image type");
    }
}
