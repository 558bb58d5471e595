// Decoding of picture files, with what the decoder itself does not guard against: segments past the end, sizes that no memory holds.
using StbImageSharp;

namespace Engine;

/// <summary>PNG, JPEG, BMP, GIF and TGA to RGBA bytes.</summary>
public static class PictureDecoder
{
    /// <summary>Pixels a picture may have: a camera's largest have fewer, and 512 MiB hold them as RGBA.</summary>
    public const long MaxPixels = 1 << 27;

    /// <summary>The picture in the bytes of a file.</summary>
    /// <exception cref="InvalidDataException">There is none, it is damaged, or it is too large; the message says which.</exception>
    public static (int Width, int Height, byte[] Rgba) Decode(byte[] file)
    {
        try
        {
            using var bytes = new Bytes(file);
            if (ImageInfo.FromStream(bytes) is { } info && (long)info.Width * info.Height > MaxPixels)
                throw new InvalidDataException($"{info.Width} × {info.Height} pixels are more than {MaxPixels / 1_000_000} million");
            bytes.Position = 0;
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
