// What makes red, green and blue of a picture's bytes.
using System.Numerics;

namespace Engine;

/// <summary>Rows for red, green and blue (0 to 1, sRGB-encoded): what three bytes are multiplied by, and what is added to that.</summary>
internal readonly record struct ColourMatrix(Vector4 Red, Vector4 Green, Vector4 Blue)
{
    /// <summary>Bytes that are red, green and blue; limited to 16 to 235 or over the full range.</summary>
    internal static ColourMatrix Rgb(bool isFull)
    {
        var (scale, shift) = isFull ? (1 / 255f, 0) : (1 / 219f, -16 / 219f);
        return new(new(scale, 0, 0, shift), new(0, scale, 0, shift), new(0, 0, scale, shift));
    }

    /// <summary>The first byte is all there is.</summary>
    internal static ColourMatrix Grey(bool isFull)
    {
        var row = Rgb(isFull).Red;
        return new(row, row, row);
    }

    /// <summary>
    /// Luma and two differences of colour, of which luma weighs red by <paramref name="red"/> and blue by <paramref name="blue"/> (ITU-R BT.601, 709
    /// and 2020, non-constant luminance).
    /// </summary>
    /// <param name="red">0.299, 0.2126 or 0.2627.</param>
    /// <param name="blue">0.114, 0.0722 or 0.0593.</param>
    /// <param name="isFull">Whether luma goes from 0 to 255, not from 16 to 235.</param>
    internal static ColourMatrix Luma(double red, double blue, bool isFull)
    {
        var (luma, black, chroma) = isFull ? (1 / 255.0, 0, 1 / 255.0) : (1 / 219.0, 16, 1 / 224.0);
        double green = 1 - red - blue, fromCr = 2 * (1 - red) * chroma, fromCb = 2 * (1 - blue) * chroma;
        Vector4 Row(double cb, double cr) => new((float)luma, (float)cb, (float)cr, (float)((-black * luma) - (128 * (cb + cr))));
        return new(Row(0, fromCr), Row(-fromCb * blue / green, -fromCr * red / green), Row(fromCb, 0));
    }
}
