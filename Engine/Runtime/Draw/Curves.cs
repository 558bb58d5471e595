// How curves are drawn: rectangles, column by column.
using System.Numerics;

namespace Engine;

/// <summary>Collects the items of line charts.</summary>
internal static class Curves
{
    private const float Column = 1.5f, Thickness = 2, Grid = 1;
    private const int Intervals = 4;

    private static readonly Vector4 Ink = Srgb.Decode(Srgb.Bytes(232, 236, 244)), Faint = Srgb.Decode(Srgb.Bytes(139, 152, 173)),
        Track = Srgb.Decode(Srgb.Bytes(52, 58, 72));

    /// <summary>A grid with values, the curves, and the newest value of each beside its name.</summary>
    public static void Draw(Overlay overlay, in LineChart chart, Lines lines)
    {
        var (least, largest) = lines.Range();
        var (bottom, top) = chart.Bottom == chart.Top ? (least.Y, largest.Y) : (chart.Bottom, chart.Top);
        if (top <= bottom)
            top = bottom + 1;
        // The names stand above, the values of the grid to the left.
        var letters = chart.TextSize;
        var origin = chart.Position + new Vector2(letters * 3.2f, letters * 1.6f);
        var size = Vector2.Max(chart.Size - new Vector2(letters * 3.2f, letters * 2), Vector2.One);
        Span<char> text = stackalloc char[32];
        for (var i = 0; i <= Intervals; i++)
        {
            var y = origin.Y + size.Y * i / Intervals;
            overlay.Box(new Vector2(origin.X, y - Grid / 2), new Vector2(size.X, Grid), 0, Track);
            var value = top + (bottom - top) * i / Intervals;
            var place = new Vector2(origin.X - letters * 0.5f, y - letters * 0.36f);
            overlay.Text(Written(text, value, lines.ArePercent, isShort: true), place, letters * 0.85f, false, TextAlign.Right, Faint);
        }
        var from = new Vector2(least.X, bottom);
        var scale = new Vector2(largest.X > least.X ? size.X / (largest.X - least.X) : 0, size.Y / (top - bottom));
        var name = new Vector2(origin.X, chart.Position.Y);
        for (var curve = 0; curve < lines.Names.Count; curve++)
        {
            var points = lines[curve];
            var colour = Srgb.Decode(curve == 0 ? chart.Colour : chart.Second);
            Line(overlay, points, origin, size, from, scale, colour);
            overlay.Box(name + new Vector2(0, letters * 0.15f), new Vector2(letters * 0.7f, letters * 0.7f), letters * 0.2f, colour);
            overlay.Text(lines.Names[curve], name + new Vector2(letters, 0), letters, false, TextAlign.Left, Faint);
            if (points.Length > 0)
            {
                var newest = Written(text, points[^1].Y, lines.ArePercent, isShort: false);
                overlay.Text(newest, name + new Vector2(size.X / 2 - letters, 0), letters, true, TextAlign.Right, Ink);
            }
            name.X += size.X / 2;
        }
    }

    // A curve of a few points shows them, too. One of many has a rectangle for each column of the screen, from its highest place there to its lowest.
    private static void Line(Overlay overlay, ReadOnlySpan<Vector2> points, Vector2 origin, Vector2 size, Vector2 from, Vector2 scale, Vector4 colour)
    {
        var (column, high, low) = (-1, 0f, 0f);
        for (var i = 0; i < points.Length; i++)
        {
            var here = Place(points[i]);
            if (points.Length < 40)
                overlay.Box(here - new Vector2(Thickness), new Vector2(2 * Thickness), Thickness, colour);
            var before = i > 0 ? Place(points[i - 1]) : here;
            var (first, last) = (ColumnOf(before.X), ColumnOf(here.X));
            for (var c = first; c <= last; c++)
            {
                if (c != column)
                {
                    Flush();
                    (column, high, low) = (c, float.PositiveInfinity, float.NegativeInfinity);
                }
                var (enters, leaves) = (At(before, here, Math.Max(before.X, LeftOf(c))), At(before, here, Math.Min(here.X, LeftOf(c + 1))));
                (high, low) = (Math.Min(high, Math.Min(enters, leaves)), Math.Max(low, Math.Max(enters, leaves)));
            }
        }
        if (points.Length > 1)
            Flush();

        void Flush()
        {
            if (column >= 0)
                overlay.Box(new Vector2(LeftOf(column), high - Thickness / 2), new Vector2(Column, low - high + Thickness), 0, colour);
        }

        int ColumnOf(float x) => Math.Max(0, (int)((x - origin.X) / Column));
        float LeftOf(int index) => origin.X + index * Column;
        static float At(Vector2 a, Vector2 b, float x) => b.X > a.X ? a.Y + (b.Y - a.Y) * Math.Clamp((x - a.X) / (b.X - a.X), 0, 1) : b.Y;

        Vector2 Place(Vector2 point)
        {
            var at = (point - from) * scale;
            return origin + new Vector2(at.X, size.Y - Math.Clamp(at.Y, 0, size.Y));
        }
    }

    private static ReadOnlySpan<char> Written(Span<char> text, float value, bool isPercent, bool isShort)
    {
        int length;
        if (isPercent && isShort)
            text.TryWrite($"{value * 100:F0} %", out length);
        else if (isPercent)
            text.TryWrite($"{value * 100:F1} %", out length);
        else if (isShort)
            text.TryWrite($"{value:G3}", out length);
        else
            text.TryWrite($"{value:F3}", out length);
        return text[..length];
    }
}
