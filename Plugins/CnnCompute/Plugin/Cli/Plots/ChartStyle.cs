// Colours and letters of charts.
using ScottPlot;
using SkiaSharp;

namespace CnnCompute;

/// <summary>What all charts look like: on paper of one colour as a picture, or in the colours of the page that they lie on.</summary>
/// <param name="Ink">Letters and axes.</param>
/// <param name="Paper">Behind them; transparent where the page shows through.</param>
internal sealed record ChartStyle(Color Ink, Color Paper)
{
    /// <summary>The font, which the program brings along: it depends on nothing that is installed.</summary>
    public const string FontName = "Liberation Sans";

    /// <summary>Size of letters in pixels.</summary>
    public const float TextSize = 14;

    private static readonly Lazy<SKTypeface> Typeface = new(Load);

    /// <summary>Dark on white, for files.</summary>
    public static ChartStyle Picture { get; } = new(Color.FromHex("#1b1e23"), Colors.White);

    /// <summary>The ink of <see cref="Page"/>, as the file of vector graphics holds it: a colour that nothing else has.</summary>
    public const string PageInk = "#010203";

    /// <summary>For vector graphics on a page: what has <see cref="PageInk"/> takes the page's colour of text, and nothing lies behind.</summary>
    public static ChartStyle Page { get; } = new(Color.FromHex(PageInk), Colors.White.WithAlpha(0)) { BreaksLines = false };

    /// <summary>
    /// Colours that colour-blind people tell apart, on white and on black (Okabe and Ito, "Color Universal Design", 2008, without its yellow).
    /// </summary>
    public static IReadOnlyList<Color> Palette { get; } =
        [.. new[] { "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#808080" }.Select(Color.FromHex)];

    /// <summary>Whether lines can be broken; Skia's vector graphics have none such and say so on standard output: there they are thin.</summary>
    public bool BreaksLines { get; private init; } = true;

    /// <summary>Between the lines of a chart.</summary>
    public Color Grid => Ink.WithAlpha(0.12);

    /// <summary>Makes the font known to the library; once is enough, more does no harm.</summary>
    public static void UseFont()
    {
        lock (Typeface)
        {
            if (Fonts.FontResolvers.Any(r => r is OwnFont))
                return;
            Fonts.FontResolvers.Insert(0, new OwnFont());
            Fonts.Default = Fonts.Sans = FontName;
        }
    }

    /// <summary>Letters of a size in pixels, for what is not the library's.</summary>
    public static SKFont Font(float size) => new(Typeface.Value, size);

    private static SKTypeface Load()
    {
        using var stream = typeof(ChartStyle).Assembly.GetManifestResourceStream("chart-font.ttf")!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return SKTypeface.FromData(SKData.CreateCopy(memory.ToArray()));
    }

    private sealed class OwnFont : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == FontName ? Typeface.Value : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == FontName ? Typeface.Value : null;
    }
}
