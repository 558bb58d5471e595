// The JPEG pictures of a camera, which leave out what all of them have in common.
namespace Engine;

/// <summary>Decodes motion JPEG. Many cameras send no Huffman tables: those of ITU-T T.81, annex K.3, are meant then.</summary>
internal static class Mjpeg
{
    // A marker of start of scan, and of Huffman tables.
    private const byte Scan = 0xDA, Tables = 0xC4, Beginning = 0xD8;

    // As one segment: the codes of each length and their values for luma and then for chroma, first of the means, then of the waves.
    private static readonly byte[] Standard = Convert.FromHexString("FFC401A2"
        + "00" + "00010501010101010100000000000000" + "000102030405060708090A0B"
        + "10" + "0002010303020403050504040000017D" + "01020300041105122131410613516107227114328191A1082342B1C11552D1F02433627282"
        + "090A161718191A25262728292A3435363738393A434445464748494A535455565758595A636465666768696A737475767778797A838485868788898A"
        + "92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE1E2E3E4E5E6E7E8E9EAF1F2F3F4F5F6F7F8F9FA"
        + "01" + "00030101010101010101010000000000" + "000102030405060708090A0B"
        + "11" + "00020102040403040705040400010277" + "0001020311040521310612415107617113223281081442" + "91A1B1C109233352F0156272D10A"
        + "162434E125F11718191A262728292A35363738393A434445464748494A535455565758595A636465666768696A737475767778797A82838485868788898A"
        + "92939495969798999AA2A3A4A5A6A7A8A9AAB2B3B4B5B6B7B8B9BAC2C3C4C5C6C7C8C9CAD2D3D4D5D6D7D8D9DAE2E3E4E5E6E7E8E9EAF2F3F4F5F6F7F8F9FA");

    /// <summary>Decodes one picture of whatever size it has; null where that went well, otherwise what is wrong.</summary>
    internal static string? Decode(ReadOnlySpan<byte> bytes, RawPicture picture)
    {
        // Another kind of picture is no business of a camera's.
        if (!bytes.StartsWith([(byte)0xFF, Beginning]))
            return "it does not begin as one";
        try
        {
            var (width, height, rgba) = PictureDecoder.Decode(Whole(bytes));
            picture.Take(PictureEncoding.Rgba(width, height), rgba);
            return null;
        }
        catch (InvalidDataException damaged)
        {
            return damaged.Message;
        }
    }

    /// <summary>The picture with its tables.</summary>
    internal static byte[] Whole(ReadOnlySpan<byte> bytes)
    {
        var at = 2;
        while (at + 4 <= bytes.Length && bytes[0] == 0xFF && bytes[1] == Beginning && bytes[at] == 0xFF)
        {
            if (bytes[at + 1] == Tables)
                break;
            if (bytes[at + 1] == Scan)
                return [.. bytes[..at], .. Standard, .. bytes[at..]];
            at += 2 + ((bytes[at + 2] << 8) | bytes[at + 3]);
        }
        return bytes.ToArray();
    }
}
