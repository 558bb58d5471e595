// Pictures of nothing in particular, as grounds on which other things are to be told.
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
        var random = new Random((int)((n * 2654435761L) ^ (seed * 83492791L)));
        Ground(rgba, random);
        for (var patches = random.Next(MostPatches + 1); patches > 0; patches--)
            Patch(rgba, random);
        return true;
    }

    private static (float R, float G, float B) Colour(Random random)
    {
        // Rooms are greyer than paint boxes.
        var (grey, pull) = (random.NextSingle() * 255, random.NextSingle());
        float Channel() => grey + (((random.NextSingle() * 255) - grey) * pull);
        return (Channel(), Channel(), Channel());
    }

    private void Ground(Span<byte> rgba, Random random)
    {
        var (from, to) = (Colour(random), Colour(random));
        var kind = random.Next(3);
        var angle = random.NextSingle() * MathF.Tau;
        var (sin, cos) = MathF.SinCos(angle);
        var (cells, cloud) = (random.Next(2, 6), (uint)random.Next());
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
    private void Patch(Span<byte> rgba, Random random)
    {
        var (colour, second, isRound, isStriped) = (Colour(random), Colour(random), random.Next(2) == 0, random.Next(3) == 0);
        var (sin, cos) = MathF.SinCos(random.NextSingle() * MathF.Tau);
        float x0 = random.NextSingle(), y0 = random.NextSingle(), a = 0.05f + (0.4f * random.NextSingle()), b = 0.03f + (0.3f * random.NextSingle());
        var stripes = 4 + (20 * random.NextSingle());
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
