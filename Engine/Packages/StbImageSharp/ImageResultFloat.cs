// A decoded picture of 32-bit floating point channels.
namespace StbImageSharp;

/// <summary>
/// Width × Height × channels floats, packed as <see cref="ImageResult"/>.
/// An 8-bit file's colours are made linear with gamma 2.2, its alpha stays as it is.
/// </summary>
public class ImageResultFloat
{
    public int Width { get; set; }

    public int Height { get; set; }

    /// <summary>Channels in the file.</summary>
    public ColorComponents SourceComp { get; set; }

    /// <summary>Channels in <see cref="Data"/>: those asked for, or the file's.</summary>
    public ColorComponents Comp { get; set; }

    public float[] Data { get; set; } = [];

    /// <summary>Decodes the image that begins at absolute position 0 of a seekable stream; the stream stays open.</summary>
    /// <exception cref="ArgumentNullException">No stream.</exception>
    /// <exception cref="InvalidOperationException">Not an image that can be decoded; the message is stb's reason.</exception>
    public static unsafe ImageResultFloat FromStream(Stream stream, ColorComponents requiredComponents = ColorComponents.Default)
    {
        byte[] encoded = EncodedImage.Read(stream);
        EncodedImage.RequireKnown(encoded, requiredComponents);
        StbImage.ApplyFlags();
        int x, y, components;
        float* pixels;
        fixed (byte* data = encoded)
            pixels = NativeStb.LoadFloat(data, encoded.Length, &x, &y, &components, (int)requiredComponents);
        if (pixels == null)
            throw StbImage.Failure();
        StbImage.CountAllocation(1);
        try
        {
            var comp = requiredComponents == ColorComponents.Default ? (ColorComponents)components : requiredComponents;
            return new ImageResultFloat
            {
                Width = x,
                Height = y,
                SourceComp = (ColorComponents)components,
                Comp = comp,
                Data = new ReadOnlySpan<float>(pixels, checked(x * y * (int)comp)).ToArray(),
            };
        }
        finally
        {
            NativeStb.Free(pixels);
            StbImage.CountAllocation(-1);
        }
    }

    /// <summary>Decodes an image file held in memory. Errors as <see cref="FromStream"/>.</summary>
    public static ImageResultFloat FromMemory(byte[] data, ColorComponents requiredComponents = ColorComponents.Default)
    {
        using var stream = new MemoryStream(data);
        return FromStream(stream, requiredComponents);
    }
}
