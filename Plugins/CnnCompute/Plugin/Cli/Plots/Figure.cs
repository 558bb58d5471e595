// Charts side by side as one picture, or as vector graphics for a page.
using System.Globalization;
using System.Xml.Linq;
using Engine;
using SkiaSharp;

namespace CnnCompute;

/// <summary>A grid of charts, filled row by row.</summary>
/// <param name="columns">Charts in a row.</param>
/// <param name="title">Above all; none when empty.</param>
/// <param name="oneLegend">Whether the legend of the first chart stands for all, beside them.</param>
internal sealed class Figure(int columns = 1, string title = "", bool oneLegend = false)
{
    private const int Space = 12, Symbol = 28;
    private const float TitleSize = 20;
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private readonly List<Chart> charts = [];

    /// <summary>How many charts it holds.</summary>
    public int Count => charts.Count;

    /// <summary>Adds a chart.</summary>
    public Figure Add(Chart chart)
    {
        charts.Add(chart);
        return this;
    }

    /// <summary>Writes a PNG file whose charts are each so many pixels wide and high.</summary>
    /// <exception cref="InvalidOperationException">It holds no chart.</exception>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public void Save(string path, int width, int height)
    {
        var (wide, high) = Size(width, height);
        using var surface = SKSurface.Create(new SKImageInfo(wide, high, SKColorType.Rgba8888, SKAlphaType.Premul));
        Draw(surface.Canvas, width, height, ChartStyle.Picture);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, data.SaveTo);
    }

    /// <summary>
    /// An svg element whose letters and axes have the colour of the text around it and which is as wide as there is room, without ids that would
    /// meet those of another one.
    /// </summary>
    /// <param name="name">Letters and digits that no other figure of the page has.</param>
    /// <param name="width">Of each chart, in pixels.</param>
    /// <param name="height">Of each chart.</param>
    /// <exception cref="InvalidOperationException">It holds no chart.</exception>
    public string ToSvg(string name, int width, int height)
    {
        var (wide, high) = Size(width, height);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(SKRect.Create(wide, high), stream))
            Draw(canvas, width, height, ChartStyle.Page);
        stream.Position = 0;
        var root = XDocument.Load(stream).Root!;
        // Backgrounds that nobody sees.
        root.Descendants(Svg + "rect").Where(IsEmpty).Remove();
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes().Where(a => !a.IsNamespaceDeclaration).ToArray())
                attribute.Value = OnPage(attribute, name);
            if (element.Name == Svg + "text")
                Fit(element);
        }
        root.SetAttributeValue("width", null);
        root.SetAttributeValue("height", null);
        root.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {wide} {high}"));
        root.SetAttributeValue("role", "img");
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private (int Width, int Height) Size(int width, int height)
    {
        if (charts.Count == 0)
            throw new InvalidOperationException("A figure without charts cannot be drawn");
        var (across, down) = (Math.Min(columns, charts.Count), (charts.Count + columns - 1) / columns);
        return ((across * (width + Space)) + Space + LegendWidth(), Top + (down * (height + Space)));
    }

    private int Top => title.Length > 0 ? (int)(TitleSize * 1.4f) + (2 * Space) : Space;

    private void Draw(SKCanvas canvas, int width, int height, ChartStyle style)
    {
        canvas.Clear(new SKColor(style.Paper.R, style.Paper.G, style.Paper.B, style.Paper.A));
        if (title.Length > 0)
        {
            using var ink = new SKPaint { Color = new SKColor(style.Ink.R, style.Ink.G, style.Ink.B), IsAntialias = true };
            using var font = ChartStyle.Font(TitleSize);
            canvas.DrawText(title, 2 * Space, Space + TitleSize, SKTextAlign.Left, font, ink);
        }
        foreach (var (i, chart) in charts.Index())
        {
            float left = Space + (i % columns * (width + Space)), top = Top + (i / columns * (height + Space));
            // The library clears all that it may touch.
            canvas.Save();
            canvas.ClipRect(SKRect.Create(left, top, width, height));
            // The last number of an axis goes beyond its end.
            chart.Build(style, !oneLegend).Render(canvas, new ScottPlot.PixelRect(left, left + width - chart.TextSize, top + height, top));
            canvas.Restore();
        }
        if (oneLegend)
            DrawLegend(canvas, Space + (Math.Min(columns, charts.Count) * (width + Space)), Top + (height / 4f), style);
    }

    private int LegendWidth()
    {
        if (!oneLegend)
            return 0;
        using var font = ChartStyle.Font(ChartStyle.TextSize);
        return Symbol + (3 * Space) + (int)charts[0].Names.Select(n => font.MeasureText(n.Name)).DefaultIfEmpty().Max();
    }

    private void DrawLegend(SKCanvas canvas, float left, float top, ChartStyle style)
    {
        using var font = ChartStyle.Font(ChartStyle.TextSize);
        using var ink = new SKPaint { Color = new SKColor(style.Ink.R, style.Ink.G, style.Ink.B), IsAntialias = true };
        foreach (var (i, (name, colour, dashed)) in charts[0].Names.Index())
        {
            using var line = new SKPaint { Color = new SKColor(colour.R, colour.G, colour.B), StrokeWidth = 3, IsAntialias = true };
            var middle = top + (i * ChartStyle.TextSize * 1.6f);
            // In two pieces: what is broken in the chart.
            foreach (var (from, to) in dashed ? [(0, Symbol * 0.4f), (Symbol * 0.6f, Symbol)] : new (float, float)[] { (0, Symbol) })
                canvas.DrawLine(left + from, middle, left + to, middle, line);
            canvas.DrawText(name, left + Symbol + Space, middle + (ChartStyle.TextSize * 0.35f), SKTextAlign.Left, font, ink);
        }
    }

    // What clears a canvas is written as a rectangle without colour, which would be black; those that clip have none either.
    private static bool IsEmpty(XElement rectangle) => rectangle.Attribute("fill-opacity")?.Value == "0"
        || (rectangle.Attribute("fill") is null && rectangle.Attribute("stroke") is null && rectangle.Parent!.Name != Svg + "clipPath");

    // As wide as it was measured, in whatever font the reader has.
    private static void Fit(XElement text)
    {
        text.Value = text.Value.Trim();
        using var font = ChartStyle.Font(float.Parse(text.Attribute("font-size")!.Value, CultureInfo.InvariantCulture));
        text.SetAttributeValue("textLength", font.MeasureText(text.Value).ToString("F2", CultureInfo.InvariantCulture));
        text.SetAttributeValue("lengthAdjust", "spacingAndGlyphs");
    }

    // Letters are placed one by one for a font that the reader may lack: the first place is right for any, and similar ones are named.
    private static string OnPage(XAttribute attribute, string name) => attribute.Name.LocalName switch
    {
        "fill" or "stroke" when attribute.Value.Equals(ChartStyle.PageInk, StringComparison.OrdinalIgnoreCase) => "currentColor",
        "font-family" => $"{ChartStyle.FontName}, Arial, Helvetica, sans-serif",
        "x" or "y" when attribute.Parent!.Name == Svg + "text" => attribute.Value.Split(',')[0],
        "id" => $"{name}-{attribute.Value}",
        _ => attribute.Value.Replace("url(#", $"url(#{name}-", StringComparison.Ordinal),
    };
}
