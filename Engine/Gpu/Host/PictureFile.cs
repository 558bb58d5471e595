// Reads pictures from files.
namespace Engine;

/// <summary>Picture files as bytes: upright, within a size that is checked before anything is decoded, transparency laid over white.</summary>
public static class PictureFile
{
    /// <summary>The longest side that the image of any usual device can have.</summary>
    public const int DeviceSide = 16384;

    // What a file of as many pixels as may be read can need.
    private const long MaxBytes = 1 << 30;

    // As much of a file as says its kind; a .gif's second picture lies within the length of its first.
    private const int Beginning = 64, BeginningOfGif = 1 << 24;

    /// <summary>The extensions of what is read, in lower case.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
        [".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".tga", ".webp", ".tif", ".tiff", ".avif", ".heic", ".heif"];

    /// <summary>What is read, in words.</summary>
    public static string Formats => "PNG, JPEG, BMP, GIF, TGA, and through ffmpeg WebP, TIFF, AVIF and HEIC";

    /// <summary>
    /// Whether a file is a picture that stays, not a video; what moves in a .gif is a video. Its first bytes decide; its name where they say nothing,
    /// or where there is no such file.
    /// </summary>
    public static bool IsPicture(string file)
    {
        var extension = Path.GetExtension(file).ToLowerInvariant();
        try
        {
            using var stream = RegularFile.Open(file);
            var bytes = new byte[Math.Min(stream.Length, Beginning)];
            stream.ReadExactly(bytes);
            var format = PictureHeader.Read(bytes)?.Format;
            if (format == PictureFormat.Gif)
            {
                Array.Resize(ref bytes, (int)Math.Min(stream.Length, BeginningOfGif));
                stream.ReadExactly(bytes.AsSpan(Math.Min(bytes.Length, Beginning)));
                return !PictureHeader.Moves(bytes);
            }
            // Most first bytes pass for TGA's, which has no signature.
            if (format is not (null or PictureFormat.Tga))
                return true;
        }
        catch (Exception unread) when (unread is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Whoever reads it says what is wrong.
        }
        return extension != ".gif" && Extensions.Contains(extension);
    }

    /// <summary>Whether a name ends as a picture's does; for lists of folders.</summary>
    public static bool IsNamedAsPicture(string file) => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant());

    /// <summary>
    /// Reads a picture as RGBA bytes, rows from the top, upright as its EXIF data says. Where it is transparent its colours are those it has upon
    /// white, and the fourth byte still says how opaque it was (<see cref="Transparency"/>).
    /// </summary>
    /// <param name="file">Any file; its first bytes say its kind, whatever its name ends in.</param>
    /// <param name="maxSide">A longer side than this is scaled down to it, with a word.</param>
    /// <exception cref="IOException">The file is missing or is no picture this program reads; one sentence that names it.</exception>
    public static (int Width, int Height, byte[] Rgba) Read(string file, int maxSide = int.MaxValue)
    {
        try
        {
            var picture = PictureDecoder.Decode(RegularFile.ReadAllBytes(file, MaxBytes));
            Transparency.OverWhite(picture.Rgba);
            if (Math.Max(picture.Width, picture.Height) <= maxSide)
                return picture;
            var reduced = AreaResampling.Within(picture.Width, picture.Height, picture.Rgba, maxSide);
            Log.Warning($"{file}: {picture.Width}×{picture.Height} pixels are reduced to {reduced.Width}×{reduced.Height}: "
                + $"a side has at most {maxSide} here");
            return reduced;
        }
        catch (FileNotFoundException missing)
        {
            throw new FileNotFoundException($"{file}: there is no such picture", file, missing);
        }
        catch (InvalidDataException) when (Directory.Exists(file))
        {
            throw new IOException($"{file} is a folder; name the pictures in it, such as {Path.Combine(file, "*.png")}");
        }
        catch (InvalidDataException broken) when (!broken.Message.StartsWith(file, StringComparison.Ordinal))
        {
            throw new IOException($"{file} is no picture that can be read ({broken.Message}); {Formats} can", broken);
        }
        catch (Exception refused) when (refused is InvalidDataException or UnauthorizedAccessException)
        {
            throw new IOException(refused.Message, refused);
        }
    }
}
