// Pictures of nothing in particular, as grounds on which other things are to be told.
using System.Numerics;

namespace Engine;

/// <summary>
/// A new picture of chance for each number: a ground of one colour, a slope between two, or clouds, with stripes and patches of other colours over
/// it. Equal seeds give equal pictures.
/// </summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="rate">Pictures a second.</param>
/// <param name="seed">Seed.</param>
public sealed class Clutter(int width, int height, double rate, int seed = 1) : FrameSource(width, height, rate)
{
    private const int MostPatches = 9;

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = -1;
        var random = new Chance(seed, n, 0);
        Ground(rgba, ref random);
        for (var patches = random.Below(MostPatches + 1); patches > 0; patches--)
            Patch(rgba, ref random);
        return true;
    }

    private static (float R, float G, float B) Colour(ref Chance random)
    {
        // Rooms are greyer than paint boxes.
        float grey = random.Next() * 255, pull = random.Next();
        var colour = Vector3.Lerp(new Vector3(grey), random.Unit3() * 255, pull);
        return (colour.X, colour.Y, colour.Z);
    }

    private void Ground(Span<byte> rgba, ref Chance random)
    {
        var (from, to) = (Colour(ref random), Colour(ref random));
        var kind = random.Below(3);
        var angle = random.Next() * MathF.Tau;
        var (sin, cos) = MathF.SinCos(angle);
        var (cells, cloud) = (2 + random.Below(4), (uint)random.Below(1 << 20));
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                float u = x / (float)Width, v = y / (float)Height;
                var share = kind switch
                {
                    0 => 0,
                    1 => Math.Clamp(((u - 0.5f) * cos) + ((v - 0.5f) * sin) + 0.5f, 0, 1),
                    _ => SceneryNoise.Octaves(u, v * cells, cells, 4, cloud),
                };
                Set(rgba, x, y, (from.R + ((to.R - from.R) * share), from.G + ((to.G - from.G) * share), from.B + ((to.B - from.B) * share)));
            }
        }
    }

    // An ellipse or a rectangle, turned, of one colour or of stripes.
    private void Patch(Span<byte> rgba, ref Chance random)
    {
        var (colour, second, isRound, isStriped) = (Colour(ref random), Colour(ref random), random.Below(2) == 0, random.Below(3) == 0);
        var (sin, cos) = MathF.SinCos(random.Next() * MathF.Tau);
        float x0 = random.Next(), y0 = random.Next(), a = 0.05f + (0.4f * random.Next()), b = 0.03f + (0.3f * random.Next());
        var stripes = 4 + (20 * random.Next());
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                float dx = (x / (float)Width) - x0, dy = (y / (float)Height) - y0;
                float p = ((dx * cos) + (dy * sin)) / a, q = ((dy * cos) - (dx * sin)) / b;
                if (isRound ? (p * p) + (q * q) < 1 : Math.Abs(p) < 1 && Math.Abs(q) < 1)
                    Set(rgba, x, y, isStriped && MathF.Sin(p * stripes) > 0 ? second : colour);
            }
        }
    }

    private void Set(Span<byte> rgba, int x, int y, (float R, float G, float B) colour)
    {
        var at = ((y * Width) + x) * 4;
        (rgba[at], rgba[at + 1], rgba[at + 2], rgba[at + 3]) = ((byte)colour.R, (byte)colour.G, (byte)colour.B, 255);
    }
}
