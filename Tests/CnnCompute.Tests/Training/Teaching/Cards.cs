// Coloured, textured cards before a camera, drawn by the test.
namespace CnnCompute.Tests;

/// <summary>
/// Four cards on a grey table: red stripes, blue dots, green checks, yellow rings. In each frame one lies elsewhere, turned, larger or smaller, under
/// another light, and there is noise.
/// </summary>
internal static class Cards
{
    private static readonly (int R, int G, int B)[] Ink = [(200, 40, 40), (40, 70, 200), (40, 150, 70), (220, 180, 40)];

    /// <summary>Frame <paramref name="n"/> of a card, four bytes a pixel.</summary>
    public static byte[] Frame(int card, int n, int side)
    {
        var (place, grain) = (new Philox(77, (ulong)((card * 1000) + n)), new Philox(78, (ulong)((card * 1000) + n)));
        float[] numbers = [.. Enumerable.Range(0, 6).Select(i => place.Uniform((ulong)i))];
        var (turn, half) = ((numbers[0] - 0.5f) * 0.9f, side * (0.28f + (0.1f * numbers[1])));
        var (x0, y0) = (side * (0.42f + (0.16f * numbers[2])), side * (0.42f + (0.16f * numbers[3])));
        var (light, phase) = (0.75f + (0.4f * numbers[4]), numbers[5] * 6);
        var pixels = new byte[side * side * 4];
        for (var i = 0; i < side * side; i++)
        {
            var noise = grain.Uniform((ulong)i);
            var (dx, dy) = ((i % side) - x0, (i / side) - y0);
            var (u, v) = (((dx * MathF.Cos(turn)) + (dy * MathF.Sin(turn))) / half, ((dy * MathF.Cos(turn)) - (dx * MathF.Sin(turn))) / half);
            var isCard = MathF.Abs(u) < 1 && MathF.Abs(v) < 1.2f;
            var isInk = isCard && (card switch
            {
                0 => MathF.Sin((u * 12) + phase) > 0,
                1 => MathF.Sin(u * 10) * MathF.Sin(v * 10) > 0.3f,
                2 => MathF.Sin(u * 9) > 0 ^ MathF.Sin(v * 9) > 0,
                _ => MathF.Sin(MathF.Sqrt((u * u) + (v * v)) * 14) > 0,
            });
            var (r, g, b) = isInk ? Ink[card] : isCard ? (235, 232, 225) : (110, 108, 104);
            byte Seen(int c) => (byte)Math.Clamp((c * light) + ((noise - 0.5f) * 40), 0, 255);
            (pixels[i * 4], pixels[(i * 4) + 1], pixels[(i * 4) + 2], pixels[(i * 4) + 3]) = (Seen(r), Seen(g), Seen(b), 255);
        }
        return pixels;
    }
}
