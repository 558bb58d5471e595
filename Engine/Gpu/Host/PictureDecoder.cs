// Decoding of picture files, with what decoders themselves do not guard against: segments past the end, sizes that no memory holds.
using StbImageSharp;

namespace Engine;

/// <summary>Picture files to RGBA bytes, upright: PNG, JPEG, BMP, GIF and TGA, and through ffmpeg WebP, TIFF, AVIF and HEIC.</summary>
public static class PictureDecoder
{
    /// <summary>Pixels a picture may have: a camera's largest have fewer, and 512 MiB hold them as RGBA.</summary>
    public const long MaxPixels = 1 << 27;

    /// <summary>The picture in the bytes of a file, colours as they are where it is transparent.</summary>
    /// <exception cref="InvalidDataException">There is none, it is damaged, or it is too large; the message says which.</exception>
    /// <exception cref="IOException">ffmpeg is needed and not installed.</exception>
    public static (int Width, int Height, byte[] Rgba) Decode(byte[] file)
    {
        if (file.Length == 0)
            throw new InvalidDataException("it is empty");
        var header = PictureHeader.Read(file) ?? throw new InvalidDataException("its first bytes are those of no picture");
        Check(header, file.LongLength);
        var (width, height, rgba) = header.Format switch
        {
            PictureFormat.Png => (header.Width, header.Height, PngDecoder.Decode(file, header.Width, header.Height)),
            PictureFormat.Jpeg or PictureFormat.Bmp or PictureFormat.Gif or PictureFormat.Tga => DecodeByStb(file, header.Format),
            _ => FfmpegPicture.Decode(file, header),
        };
        return Orientation.Upright(header.Orientation, width, height, rgba);
    }

    // A header may say anything: what no memory holds, or what its bytes cannot hold, is refused before memory is asked for.
    private static void Check(in PictureHeader header, long length)
    {
        var pixels = (long)header.Width * header.Height;
        if (pixels > MaxPixels)
            throw new InvalidDataException($"{header.Width} × {header.Height} pixels are more than {MaxPixels / 1_000_000} million");
        if (pixels <= 0)
            throw new InvalidDataException("it breaks off, or is damaged: no size is found in it");
        // Pixels that one byte can hold at most: a bit for 64 (JPEG) in a scan, a code of nine bits for 4096 (GIF), runs of 128 or 255.
        var most = header.Format switch
        {
            PictureFormat.Jpeg => 512L,
            PictureFormat.Gif => 4096,
            PictureFormat.Bmp => 256,
            PictureFormat.Tga => 64,
            _ => MaxPixels,
        };
        if (pixels > length * most)
            throw new InvalidDataException($"it breaks off, or is damaged: {length:N0} bytes cannot hold {header.Width} × {header.Height} pixels");
    }

    private static (int Width, int Height, byte[] Rgba) DecodeByStb(byte[] file, PictureFormat format)
    {
        if (format == PictureFormat.Jpeg && !HasEnd(file))
            throw new InvalidDataException("it breaks off: its end is missing");
        try
        {
            using var bytes = new Bytes(file);
            var picture = ImageResult.FromStream(bytes, ColorComponents.RedGreenBlueAlpha);
            return (picture.Width, picture.Height, picture.Data);
        }
        // The decoder's own words, such as "unknown image type".
        catch (InvalidOperationException refused)
        {
            throw new InvalidDataException(refused.Message, refused);
        }
        // Whatever else comes out of it on damaged files is about its insides.
        catch (Exception broken) when (broken is not (OutOfMemoryException or InvalidDataException))
        {
            throw new InvalidDataException("it is damaged", broken);
        }
    }

    // Whether the marker of a JPEG's end comes after its segments and scans. What breaks off would be grey from there on.
    private static bool HasEnd(ReadOnlySpan<byte> file)
    {
        for (var at = 2; ;)
        {
            var next = file[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= file.Length)
                return false;
            at += next + 1;
            switch (file[at])
            {
                case 0xD9:
                    return true;
                // Data, fill bytes, restarts.
                case 0x00 or 0xFF or 0x01 or (>= 0xD0 and <= 0xD8):
                    at += file[at] == 0xFF ? 0 : 1;
                    break;
                case var _ when at + 2 < file.Length:
                    at = Math.Min(file.Length, at + 1 + ((file[at + 1] << 8) | file[at + 2]));
                    break;
                default:
                    return false;
            }
        }
    }

    // The decoder skips a segment by seeking, and takes only a position exactly at the end for the end: past it, it would read nothing for ever.
    private sealed class Bytes(byte[] file) : MemoryStream(file, writable: false)
    {
        public override long Position
        {
            get => base.Position;
            set => base.Position = Math.Clamp(value, 0, Length);
        }

        public override long Seek(long offset, SeekOrigin loc) => Position = offset + loc switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => Position,
            _ => Length,
        };
    }
}
