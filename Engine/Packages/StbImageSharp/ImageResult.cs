// A decoded picture of 8 bits per channel.
namespace StbImageSharp;

/// <summary>
/// Width × Height × channels bytes, tightly packed, row-major, top row first (unless the flip flag is set).
/// BMP, GIF, HDR, JPG, PNG, PSD and TGA are read.
/// </summary>
public class ImageResult
{
    public int Width { get; set; }

    public int Height { get; set; }

    /// <summary>Channels in the file.</summary>
    public ColorComponents SourceComp { get; set; }

    /// <summary>Channels in <see cref="Data"/>: those asked for, or the file's.</summary>
    public ColorComponents Comp { get; set; }

    public byte[] Data { get; set; } = [];

    /// <summary>Decodes the image that begins at absolute position 0 of a seekable stream; the stream stays open.</summary>
    /// <exception cref="ArgumentNullException">No stream.</exception>
    /// <exception cref="InvalidOperationException">Not an image that can be decoded; the message is stb's reason.</exception>
    public static unsafe ImageResult FromStream(Stream stream, ColorComponents requiredComponents = ColorComponents.Default)
    {
        byte[] encoded = EncodedImage.Read(stream);
        EncodedImage.RequireKnown(encoded, requiredComponents);
        StbImage.ApplyFlags();
        int x, y, components;
        byte* pixels;
        fixed (byte* data = encoded)
            pixels = NativeStb.Load(data, encoded.Length, &x, &y, &components, (int)requiredComponents);
        if (pixels == null)
            throw StbImage.Failure();
        StbImage.CountAllocation(1);
        try
        {
            var comp = requiredComponents == ColorComponents.Default ? (ColorComponents)components : requiredComponents;
            return new ImageResult
            {
                Width = x,
                Height = y,
                SourceComp = (ColorComponents)components,
                Comp = comp,
                Data = new ReadOnlySpan<byte>(pixels, checked(x * y * (int)comp)).ToArray(),
            };
        }
        finally
        {
            NativeStb.Free(pixels);
            StbImage.CountAllocation(-1);
        }
    }

    /// <summary>Decodes an image file held in memory. Errors as <see cref="FromStream"/>.</summary>
    public static ImageResult FromMemory(byte[] data, ColorComponents requiredComponents = ColorComponents.Default)
    {
        using var stream = new MemoryStream(data);
        return FromStream(stream, requiredComponents);
    }

    /// <summary>
    /// The frames of a GIF, decoded on enumeration. Every step yields the same object with its data replaced: copy what must outlive the step.
    /// </summary>
    public static IEnumerable<AnimatedFrameResult> AnimatedGifFramesFromStream(
        Stream stream, ColorComponents requiredComponents = ColorComponents.Default) =>
        new AnimatedGifEnumerable(stream, requiredComponents);
}
