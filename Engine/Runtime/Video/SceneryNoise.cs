// Smooth random numbers over a strip that wraps around, the same on every machine.
namespace Engine;

/// <summary>Value noise: random numbers on a grid, smoothly between.</summary>
internal static class SceneryNoise
{
    /// <summary>A number of 0..1 for a point of the grid.</summary>
    internal static float Hash(int x, int y, uint seed)
    {
        var h = (uint)x * 0x9e3779b1u ^ (uint)y * 0x85ebca77u ^ seed * 0xc2b2ae3du;
        h = (h ^ h >> 15) * 0x2c1b3c6du;
        h = (h ^ h >> 12) * 0x297a2d39u;
        return ((h ^ h >> 15) >> 8) * (1f / (1 << 24));
    }

    /// <summary>Noise at (x, y) in cells of the grid, which repeats after <paramref name="wrap"/> cells from left to right.</summary>
    internal static float Value(float x, float y, int wrap, uint seed)
    {
        var (floorX, floorY) = (MathF.Floor(x), MathF.Floor(y));
        var (fx, fy) = (x - floorX, y - floorY);
        (fx, fy) = (fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy));
        var left = ((int)floorX % wrap + wrap) % wrap;
        var (right, up) = ((left + 1) % wrap, (int)floorY);
        float a = Hash(left, up, seed), b = Hash(right, up, seed), c = Hash(left, up + 1, seed), d = Hash(right, up + 1, seed);
        return a + (b - a) * fx + (c - a + (a - b - c + d) * fx) * fy;
    }

    /// <summary>Octaves of it, each twice as fine and half as strong, scaled to 0..1; <paramref name="x"/> goes from 0 to 1 over the strip.</summary>
    internal static float Octaves(float x, float y, int cells, int octaves, uint seed)
    {
        float sum = 0, weight = 0.5f, whole = 0;
        for (var octave = 0; octave < octaves; octave++, cells *= 2, y *= 2, weight /= 2)
        {
            sum += weight * Value(x * cells, y, cells, seed + (uint)octave);
            whole += weight;
        }
        return sum / whole;
    }

    /// <summary>Octaves of ridges: sharp above, wide below, as worn mountains are.</summary>
    internal static float Ridges(float x, float y, int cells, int octaves, uint seed)
    {
        float sum = 0, weight = 0.5f, whole = 0;
        for (var octave = 0; octave < octaves; octave++, cells *= 2, y *= 2, weight /= 2)
        {
            var ridge = 1 - MathF.Abs(2 * Value(x * cells, y, cells, seed + (uint)octave) - 1);
            sum += weight * ridge * ridge;
            whole += weight;
        }
        return sum / whole;
    }

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, smooth between.</summary>
    internal static float Step(float from, float to, float x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }
}
