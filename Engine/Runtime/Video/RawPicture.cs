// A picture as its source had it, in memory that is used again.
namespace Engine;

/// <summary>Bytes and what they mean; passed from hand to hand, so that a picture is copied once at most.</summary>
internal sealed class RawPicture
{
    /// <summary>At least <see cref="Length"/> bytes.</summary>
    internal byte[] Bytes { get; private set; } = [];

    /// <summary>Bytes of the picture.</summary>
    internal int Length { get; private set; }

    /// <summary>How it lies in them.</summary>
    internal PictureEncoding Encoding { get; private set; }

    /// <summary>When it was taken, by the stopwatch; 0 where only its coming in is known.</summary>
    internal long TakenAt { get; set; }

    /// <summary>Pictures before it that were there and never came.</summary>
    internal int Missed { get; set; }

    /// <summary>The bytes of the picture.</summary>
    internal ReadOnlySpan<byte> Contents => Bytes.AsSpan(0, Length);

    /// <summary>Whether it is RGBA of that size.</summary>
    internal bool IsRgba(int width, int height) => Encoding == PictureEncoding.Rgba(width, height) && Length == width * height * 4;

    /// <summary>Makes room for another picture; nothing is allocated where one as large was there before.</summary>
    internal Span<byte> Begin(in PictureEncoding encoding, int length)
    {
        if (Bytes.Length < length)
            Bytes = new byte[length];
        (Encoding, Length, TakenAt, Missed) = (encoding, length, 0, 0);
        return Bytes.AsSpan(0, length);
    }

    /// <summary>Takes bytes over that are a picture.</summary>
    internal void Take(in PictureEncoding encoding, byte[] bytes) =>
        (Bytes, Encoding, Length, TakenAt, Missed) = (bytes, encoding, bytes.Length, 0, 0);

    /// <summary>
    /// The picture as RGBA of a size that it covers, its middle kept: what Shaders/Video/decode.comp does on the device, for whoever has none.
    /// </summary>
    internal void CopyTo(int width, int height, Span<byte> rgba)
    {
        if (IsRgba(width, height))
        {
            Contents.CopyTo(rgba);
            return;
        }
        var from = Encoding;
        var ratio = from.RatioFor(width, height);
        for (var y = 0; y < height; y++)
        {
            var down = Tent((from.Height - (height * ratio)) / 2 + ((y + 0.5) * ratio), ratio, from.Height);
            for (var x = 0; x < width; x++)
            {
                var across = Tent((from.Width - (width * ratio)) / 2 + ((x + 0.5) * ratio), ratio, from.Width);
                var (first, second, third) = Mean(from, across, down);
                var at = ((y * width) + x) * 4;
                rgba[at] = Byte(from.Colours.Red, first, second, third);
                rgba[at + 1] = Byte(from.Colours.Green, first, second, third);
                rgba[at + 2] = Byte(from.Colours.Blue, first, second, third);
                rgba[at + 3] = 255;
            }
        }
    }

    private (double First, double Second, double Third) Mean(in PictureEncoding from, in Reach across, in Reach down)
    {
        double first = 0, second = 0, third = 0, total = 0;
        for (var y = down.Begin; y < down.End; y++)
        {
            for (var x = across.Begin; x < across.End; x++)
            {
                var weight = down.Weight(y) * across.Weight(x);
                first += weight * At(from.First, x, y);
                second += weight * At(from.Second, x, y);
                third += weight * At(from.Third, x, y);
                total += weight;
            }
        }
        return (first / total, second / total, third / total);
    }

    private byte At(in PicturePlane plane, int x, int y) =>
        Bytes[plane.Offset + ((y >> plane.ShiftY) * plane.Stride) + ((x >> plane.ShiftX) * plane.Step)];

    private static byte Byte(System.Numerics.Vector4 row, double first, double second, double third) =>
        (byte)Math.Clamp((((row.X * first) + (row.Y * second) + (row.Z * third) + row.W) * 255) + 0.5, 0, 255);

    private static Reach Tent(double centre, double ratio, int size)
    {
        centre = Math.Clamp(centre, 0, size);
        var support = Math.Max(ratio, 1);
        return new(centre, support, Math.Max((int)Math.Floor(centre - support + 0.5), 0), Math.Min((int)Math.Floor(centre + support + 0.5), size));
    }

    // Pixels along one side under a triangle.
    private readonly record struct Reach(double Centre, double Support, int Begin, int End)
    {
        internal double Weight(int at) => Math.Max(1 - (Math.Abs(at + 0.5 - Centre) / Support), 0);
    }
}
