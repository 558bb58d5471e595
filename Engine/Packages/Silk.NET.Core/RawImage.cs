// A picture in memory: window icons and cursors.
namespace Silk.NET.Core;

/// <summary>Pixels of four bytes each (red, green, blue, alpha), row after row from the top.</summary>
public readonly struct RawImage(int width, int height, Memory<byte> rgbaPixels) : IEquatable<RawImage>
{
    public int Width { get; } = width;

    public int Height { get; } = height;

    public Memory<byte> Pixels { get; } = rgbaPixels;

    public bool Equals(RawImage other) =>
        Width == other.Width && Height == other.Height && Pixels.Span.SequenceEqual(other.Pixels.Span);

    public override bool Equals(object? obj) => obj is RawImage other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(Width, Height, Pixels);

    public static bool operator ==(RawImage left, RawImage right) => left.Equals(right);

    public static bool operator !=(RawImage left, RawImage right) => !left.Equals(right);
}
