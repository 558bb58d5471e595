// How a picture lies in memory.
namespace Engine;

/// <summary>Where one component's bytes lie: that of pixel (x, y) at Offset + (y >> ShiftY) · Stride + (x >> ShiftX) · Step.</summary>
internal readonly record struct PicturePlane(int Offset, int Stride, int Step, int ShiftX = 0, int ShiftY = 0)
{
    /// <summary>The first byte behind it.</summary>
    internal long End(int width, int height) =>
        Offset + ((long)((height - 1) >> ShiftY) * Stride) + ((long)((width - 1) >> ShiftX) * Step) + 1;
}

/// <summary>
/// A picture's size, where its three components lie, and what colours they make. Every encoding of eight bits a component that cameras have is a case
/// of this, so that nothing that reads one asks which it is; components at half the size are those of all the pixels they stand for.
/// </summary>
internal readonly record struct PictureEncoding(
    int Width, int Height, PicturePlane First, PicturePlane Second, PicturePlane Third, ColourMatrix Colours)
{
    /// <summary>Red, green, blue and a fourth byte, row by row.</summary>
    internal static PictureEncoding Rgba(int width, int height) =>
        new(width, height, new(0, width * 4, 4), new(1, width * 4, 4), new(2, width * 4, 4), ColourMatrix.Rgb(isFull: true));

    /// <summary>Bytes that it needs, from the first to the last that counts.</summary>
    internal long Bytes => Math.Max(First.End(Width, Height), Math.Max(Second.End(Width, Height), Third.End(Width, Height)));

    /// <summary>The least scale that covers a target: pixels of this picture for one of the target's.</summary>
    internal double RatioFor(int width, int height) => Math.Min((double)Width / width, (double)Height / height);
}
