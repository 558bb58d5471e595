// What is transparent in a picture: seen by networks upon white, kept in what is made of it.
namespace Engine;

/// <summary>
/// How opaque a picture is, pixel by pixel. Networks know no transparency: they see a picture upon white, the background on which most are shown.
/// What is made of the picture takes the transparency back, so that upon white it looks as the network left it where it is half opaque or more; where
/// it is less, that would need colours that are none.
/// </summary>
public sealed class Transparency
{
    private const byte Background = 255;
    private const int LeastRestored = 128;
    private readonly int width, height;
    private readonly byte[] alpha;

    private Transparency(int width, int height, byte[] alpha) => (this.width, this.height, this.alpha) = (width, height, alpha);

    /// <summary>That of a picture as <see cref="PictureFile.Read"/> gives it; null where it is opaque everywhere.</summary>
    public static Transparency? Of(int width, int height, ReadOnlySpan<byte> rgba)
    {
        var alpha = new byte[rgba.Length / 4];
        var isOpaque = true;
        for (var i = 0; i < alpha.Length; i++)
            isOpaque &= (alpha[i] = rgba[(4 * i) + 3]) == 255;
        return isOpaque ? null : new Transparency(width, height, alpha);
    }

    /// <summary>Gives it to a picture upon white, of any size: colours become those that look the same upon white.</summary>
    public void Give(int width, int height, Span<byte> rgba)
    {
        var own = AreaResampling.Resize(this.width, this.height, alpha, 1, width, height);
        for (var i = 0; i < own.Length; i++)
        {
            int a = own[i], at = 4 * i;
            rgba[at + 3] = (byte)a;
            var share = Math.Max(a, LeastRestored);
            for (var c = at; a < 255 && c < at + 3; c++)
                rgba[c] = (byte)Math.Clamp(Background - (((Background - rgba[c]) * 255) + (share / 2)) / share, 0, 255);
        }
    }

    /// <summary>Colours as they look upon white, opaque.</summary>
    public static void Remove(Span<byte> rgba)
    {
        for (var at = 3; at < rgba.Length; at += 4)
        {
            if (rgba[at] == 255)
                continue;
            OverWhite(rgba.Slice(at - 3, 4));
            rgba[at] = 255;
        }
    }

    /// <summary>Colours as they look upon white; the fourth byte stays.</summary>
    public static void OverWhite(Span<byte> rgba)
    {
        for (var at = 3; at < rgba.Length; at += 4)
        {
            int a = rgba[at];
            for (var c = at - 3; a < 255 && c < at; c++)
                rgba[c] = (byte)(Background - (((Background - rgba[c]) * a) + 127) / 255);
        }
    }
}
