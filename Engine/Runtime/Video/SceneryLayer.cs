// A strip of the drawn landscape that passes by: painted once, wraps around, laid over a row of a picture at any offset.
using System.Numerics;

namespace Engine;

/// <summary>
/// Pixels of premultiplied RGBA, <paramref name="width"/> before they repeat, <paramref name="height"/> rows from row <paramref name="top"/> of the
/// picture down.
/// </summary>
internal sealed class SceneryLayer(int width, int top, int height)
{
    private readonly uint[] pixels = new uint[width * height];

    /// <summary>Width before it repeats.</summary>
    internal int Width => width;

    /// <summary>The first row below it.</summary>
    internal int Bottom => top + height;

    /// <summary>Lays what <paramref name="colour"/> says (column and row of the picture in, straight RGBA of 0..1 out) over every pixel.</summary>
    internal SceneryLayer Paint(Func<int, int, Vector4> colour) => Stamp(0, top, width, height, colour);

    /// <summary>The same for a part, which may cross the seam; columns are those asked for, not wrapped.</summary>
    internal SceneryLayer Stamp(int left, int first, int columns, int rows, Func<int, int, Vector4> colour)
    {
        var begin = Math.Max(first, top);
        Parallel.For(begin, Math.Max(begin, Math.Min(first + rows, Bottom)), y =>
        {
            for (var x = left; x < left + columns; x++)
            {
                var c = Vector4.Clamp(colour(x, y), Vector4.Zero, Vector4.One);
                if (c.W <= 0)
                    continue;
                ref var pixel = ref pixels[(y - top) * width + (x % width + width) % width];
                pixel = Over(pixel, Pack(new Vector4(c.X * c.W, c.Y * c.W, c.Z * c.W, c.W)));
            }
        });
        return this;
    }

    /// <summary>Lays its row <paramref name="y"/> over <paramref name="row"/>, moved <paramref name="offset"/> pixels to the left.</summary>
    internal void Over(Span<uint> row, int y, double offset)
    {
        if (y < top || y >= Bottom)
            return;
        var source = pixels.AsSpan((y - top) * width, width);
        offset -= Math.Floor(offset / width) * width;
        var (at, part) = ((int)offset % width, (uint)((offset - Math.Floor(offset)) * 256));
        for (var x = 0; x < row.Length; x++)
        {
            var next = at + 1 == width ? 0 : at + 1;
            var (a, b) = (source[at], source[next]);
            at = next;
            if ((a | b) == 0)
                continue;
            row[x] = Over(row[x], a == b ? a : Mix(a, b, part)) | 0xff000000;
        }
    }

    /// <summary>From RGBA of 0..1.</summary>
    internal static uint Pack(Vector4 c) =>
        (uint)(c.X * 255 + 0.5f) | (uint)(c.Y * 255 + 0.5f) << 8 | (uint)(c.Z * 255 + 0.5f) << 16 | (uint)(c.W * 255 + 0.5f) << 24;

    /// <summary><paramref name="part"/> 256ths of b and the rest of a.</summary>
    internal static uint Mix(uint a, uint b, uint part)
    {
        const uint Even = 0x00ff00ff;
        var even = ((a & Even) * (256 - part) + (b & Even) * part) >> 8 & Even;
        var odd = ((a >> 8 & Even) * (256 - part) + (b >> 8 & Even) * part) & ~Even;
        return even | odd;
    }

    private static uint Over(uint under, uint over)
    {
        const uint Even = 0x00ff00ff;
        var opacity = over >> 24;
        if (opacity == 255)
            return over;
        var rest = 256 - opacity - (opacity >> 7);
        return over + (((under & Even) * rest >> 8 & Even) | ((under >> 8 & Even) * rest & ~Even));
    }
}
