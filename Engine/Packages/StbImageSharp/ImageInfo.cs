// Size and channels of an image file, without decoding its pixels.
namespace StbImageSharp;

/// <summary>What an image file says about itself.</summary>
public struct ImageInfo
{
    public int Width;
    public int Height;
    public ColorComponents ColorComponents;

    /// <summary>8 or 16.</summary>
    public int BitsPerChannel;

    /// <summary>Reads the header at absolute position 0 and leaves the stream there; null when the format is not recognised.</summary>
    /// <exception cref="ArgumentNullException">No stream.</exception>
    public static unsafe ImageInfo? FromStream(Stream stream)
    {
        byte[] encoded = EncodedImage.Read(stream);
        stream.Seek(0, SeekOrigin.Begin);
        if (encoded.Length == 0 || EncodedImage.IsForeign(encoded))
            return null;
        int x, y, components;
        fixed (byte* data = encoded)
        {
            if (NativeStb.Info(data, encoded.Length, &x, &y, &components) == 0)
                return null;
            return new ImageInfo
            {
                Width = x,
                Height = y,
                ColorComponents = (ColorComponents)components,
                BitsPerChannel = NativeStb.Is16Bit(data, encoded.Length) != 0 ? 16 : 8,
            };
        }
    }
}
