// Emoji on cards, as a source of pictures whose classes are known.
using System.Globalization;
using System.Numerics;
using Engine;

namespace CnnCompute;

/// <summary>
/// Streams emoji, each on a card or none, in a shuffled order that shows all of them before one comes again. What they stand on is drawn by chance,
/// as phones, screens and paper differ: nothing, white, dark, or any colour, with more or less of it around them.
/// </summary>
public sealed class EmojiSource : FrameSource
{
    // As photographs, those for the eye stay long enough to be looked at.
    private const double PlainRate = 0.5;
    private const float NoCard = 0.3f, WhiteCard = 0.3f, DarkCard = 0.15f;
    private readonly byte[][] pictures;
    private readonly byte[] glyph;
    private readonly int side;
    private readonly ulong seed;
    private readonly bool plain;

    private EmojiSource(int count, VideoSource wanted, ulong seed, bool plain) : base(
        Math.Min(wanted.Width, wanted.Height), Math.Min(wanted.Width, wanted.Height), plain ? Math.Min(wanted.Rate, PlainRate) : wanted.Rate)
    {
        (this.seed, this.plain, side) = (seed, plain, Width);
        Classes = [.. EmojiList.First(count).Select(e => e.Name)];
        using var font = new EmojiFont();
        pictures = [.. EmojiList.First(count).Select(e => font.Draw(e.Text, side))];
        glyph = new byte[side * side * 4];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Classes { get; }

    /// <summary>
    /// Opens <c>emoji:64</c>, the first 64 of the list; <c>emoji:64:7</c> in another order; <c>emoji:64:plain</c> on white alone, for the eye.
    /// They are square, as large as the source's shorter side; of plain ones at most one comes in two seconds.
    /// </summary>
    /// <exception cref="IOException">Another number, or the font is not installed.</exception>
    public static FrameSource Open(string name, VideoSource wanted)
    {
        var parts = name.Split(':');
        var plain = parts.ElementAtOrDefault(1) == "plain";
        var seed = 1ul;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count < 2 || count > EmojiList.Count
            || parts.Length > 2 || (parts.Length == 2 && !plain && !ulong.TryParse(parts[1], CultureInfo.InvariantCulture, out seed)))
        {
            throw new IOException($"source emoji:{name}: a number of emoji from 2 to {EmojiList.Count} is needed, and perhaps a seed or plain, as in "
                + "emoji:64:7");
        }
        return new EmojiSource(count, wanted, seed, plain);
    }

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = new Permutation(pictures.Length, seed, n / pictures.Length)[(int)(n % pictures.Length)];
        var random = new Chance((int)seed, n, 1);
        var (card, share) = Card(ref random);
        Fill(rgba, card);
        Place(pictures[label], share, ref random, rgba);
        return true;
    }

    // RGBA of the card, and how much of its width the emoji has.
    private ((byte, byte, byte, byte) Card, float Share) Card(ref Chance random)
    {
        if (plain)
            return ((255, 255, 255, 255), 0.8f);
        var (kind, share) = (random.Next(), random.Between(0.7f, 0.92f));
        var (from, to) = kind < NoCard + WhiteCard ? (240, 255) : kind < NoCard + WhiteCard + DarkCard ? (0, 40) : (0, 255);
        var colour = new Vector3(from) + (random.Unit3() * (to - from + 1));
        return kind < NoCard
            ? ((0, 0, 0, 0), 1) : (((byte)colour.X, (byte)colour.Y, (byte)colour.Z, byte.MaxValue), share);
    }

    private static void Fill(Span<byte> rgba, (byte R, byte G, byte B, byte A) colour)
    {
        for (var p = 0; p < rgba.Length; p += 4)
            (rgba[p], rgba[p + 1], rgba[p + 2], rgba[p + 3]) = (colour.R, colour.G, colour.B, colour.A);
    }

    // Scaled down to its share, by the mean of what lies under each pixel; without a card it fills the picture and is copied with its transparency.
    private void Place(byte[] picture, float share, ref Chance random, Span<byte> rgba)
    {
        if (share >= 1)
        {
            picture.CopyTo(rgba);
            return;
        }
        var size = Math.Max(1, (int)(side * share));
        var room = side - size;
        int left = (room / 2) + (int)(room * (random.Next() - 0.5f) * 0.6f), top = (room / 2) + (int)(room * (random.Next() - 0.5f) * 0.6f);
        if (plain)
            (left, top) = (room / 2, room / 2);
        Shrink(picture, size);
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < size; x++)
            {
                var (from, to) = (((y * size) + x) * 4, (((top + y) * side) + left + x) * 4);
                var alpha = glyph[from + 3];
                for (var c = 0; c < 3; c++)
                    rgba[to + c] = (byte)(((glyph[from + c] * alpha) + (rgba[to + c] * (255 - alpha)) + 127) / 255);
            }
        }
    }

    private void Shrink(byte[] picture, int size)
    {
        for (var y = 0; y < size; y++)
        {
            int y0 = y * side / size, y1 = Math.Max(y0 + 1, (y + 1) * side / size);
            for (var x = 0; x < size; x++)
            {
                int x0 = x * side / size, x1 = Math.Max(x0 + 1, (x + 1) * side / size);
                int r = 0, g = 0, b = 0, a = 0;
                for (var sy = y0; sy < y1; sy++)
                {
                    for (var at = ((sy * side) + x0) * 4; at < ((sy * side) + x1) * 4; at += 4)
                    {
                        var alpha = picture[at + 3];
                        (r, g, b, a) = (r + (picture[at] * alpha), g + (picture[at + 1] * alpha), b + (picture[at + 2] * alpha), a + alpha);
                    }
                }
                var to = ((y * size) + x) * 4;
                var weight = Math.Max(1, a);
                (glyph[to], glyph[to + 1], glyph[to + 2]) = ((byte)(r / weight), (byte)(g / weight), (byte)(b / weight));
                glyph[to + 3] = (byte)(a / ((y1 - y0) * (x1 - x0)));
            }
        }
    }
}
