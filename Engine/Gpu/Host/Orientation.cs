// Turns pictures upright that were stored as the camera was held.
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>The eight orientations of EXIF: 1 upright, 2 mirrored, 3 upside down, 4 both, 5 to 8 the same with rows and columns exchanged.</summary>
internal static class Orientation
{
    /// <summary>The upright picture; the given bytes themselves where it is upright already.</summary>
    /// <param name="orientation">1 to 8.</param>
    /// <param name="width">Columns as stored.</param>
    /// <param name="height">Rows as stored.</param>
    /// <param name="rgba">Four bytes a pixel as stored.</param>
    internal static (int Width, int Height, byte[] Rgba) Upright(int orientation, int width, int height, byte[] rgba)
    {
        if (orientation <= 1)
            return (width, height, rgba);
        var isTurned = orientation >= 5;
        var (columns, rows) = isTurned ? (height, width) : (width, height);
        // Where a row and a column of the upright picture begin and lead in the stored one.
        var (fromRight, fromBottom) = orientation switch
        {
            2 => (true, false),
            3 => (true, true),
            4 => (false, true),
            5 => (false, false),
            6 => (false, true),
            7 => (true, true),
            _ => (true, false),
        };
        var turned = new byte[rgba.Length];
        var source = MemoryMarshal.Cast<byte, uint>(rgba.AsSpan());
        var target = MemoryMarshal.Cast<byte, uint>(turned.AsSpan());
        for (var y = 0; y < rows; y++)
        {
            var line = target.Slice(y * columns, columns);
            for (var x = 0; x < columns; x++)
            {
                var (sx, sy) = isTurned ? (y, x) : (x, y);
                line[x] = source[((fromBottom ? height - 1 - sy : sy) * width) + (fromRight ? width - 1 - sx : sx)];
            }
        }
        return (columns, rows, turned);
    }

    /// <summary>EXIF's number for HEIF's two properties: quarter turns to the left, then a mirror (-1 none, 0 upside down, 1 sideways).</summary>
    internal static int OfHeif(int quarters, int mirror) => (quarters & 3, mirror) switch
    {
        (0, 0) => 4,
        (0, 1) => 2,
        (1, -1) => 8,
        (1, 0) => 5,
        (1, _) => 7,
        (2, -1) => 3,
        (2, 0) => 2,
        (2, _) => 4,
        (3, -1) => 6,
        (3, 0) => 7,
        (3, _) => 5,
        _ => 1,
    };
}
