// Collects a frame's rectangles, glyphs and pictures in design units and lays them out for the target's size.
using System.Numerics;

namespace Engine;

/// <summary>
/// The two-dimensional layer. Positions are in a design space of 1280×720 that is scaled to fit the target and centred, so a scene looks the same
/// at any size and text stays sharp at all of them. Reuses its memory from frame to frame.
/// </summary>
internal sealed class Overlay(Font font)
{
    internal const float DesignWidth = 1280, DesignHeight = 720;

    private readonly Font font = font;
    private OverlayItem[] items = new OverlayItem[1024];
    private float scale = 1;
    private Vector2 origin;

    /// <summary>How many items this frame has so far.</summary>
    internal int Count { get; private set; }

    /// <summary>This frame's items.</summary>
    internal ReadOnlySpan<OverlayItem> Items => items.AsSpan(0, Count);

    /// <summary>Starts a frame for a target of the given size in pixels.</summary>
    internal void Begin(int width, int height)
    {
        Count = 0;
        (scale, origin) = Fit(width, height);
    }

    /// <summary>The place in the design space of a pixel of a target of the given size.</summary>
    internal static Vector2 Place(Vector2 pixel, int width, int height)
    {
        var (scale, origin) = Fit(width, height);
        return (pixel - origin) / scale;
    }

    /// <summary>The width of a line of text in design units.</summary>
    internal float Measure(ReadOnlySpan<char> text, float size, bool bold = false) => font.Measure(text, bold) * size;

    /// <summary>A rectangle with rounded corners.</summary>
    internal void Box(Vector2 position, Vector2 size, float radius, Vector4 colour) =>
        Add(new OverlayItem(Place(position, size), default, colour, new Vector4(OverlayItem.Box, radius * scale, 0, 0)));

    /// <summary>The line around a rectangle with rounded corners, inside of its edge.</summary>
    internal void Ring(Vector2 position, Vector2 size, float radius, float thickness, Vector4 colour) =>
        Add(new OverlayItem(Place(position, size), default, colour, new Vector4(OverlayItem.Box, radius * scale, thickness * scale, 0)));

    /// <summary>
    /// A picture stretched over a rectangle, or as much of its middle as has the rectangle's shape; hard shows its pixels as squares.
    /// </summary>
    /// <param name="position">The rectangle's left top corner.</param>
    /// <param name="size">Its width and height.</param>
    /// <param name="shape">The picture's width divided by its height, where its middle is shown; 0 where all of it is stretched.</param>
    /// <param name="hard">Whether its pixels are squares.</param>
    /// <param name="colour">What it is multiplied by.</param>
    internal void Picture(Vector2 position, Vector2 size, float shape, bool hard, Vector4 colour) =>
        Add(new OverlayItem(
            Place(position, size), Middle(shape > 0 ? size.X / size.Y / shape : 1), colour,
            new Vector4(hard ? OverlayItem.HardPicture : OverlayItem.Picture, 0, 0, 0)));

    /// <summary>
    /// One or more lines of text; position is the top of the first line's capitals at the aligned edge. Lines wider than <paramref name="most"/> have
    /// smaller letters, where that is not 0.
    /// </summary>
    internal void Text(ReadOnlySpan<char> text, Vector2 position, float size, bool bold, TextAlign align, Vector4 colour, float most = 0)
    {
        foreach (var range in text.Split('\n'))
        {
            var wide = most > 0 ? font.Measure(text[range], bold) * size : 0;
            Line(text[range], position, wide > most ? size * most / wide : size, bold, align, colour);
            position.Y += size * 1.25f;
        }
    }

    private void Line(ReadOnlySpan<char> text, Vector2 position, float size, bool bold, TextAlign align, Vector4 colour)
    {
        var pen = origin + position * scale;
        var perUnit = size * scale / Font.Em;
        if (align != TextAlign.Left)
            pen.X -= font.Measure(text, bold) * size * scale * (align == TextAlign.Centre ? 0.5f : 1);
        // A baseline on a whole pixel keeps the stems of horizontal strokes sharp.
        var baseline = MathF.Round(pen.Y + Font.Ascent * size * scale);
        foreach (var c in text)
        {
            var glyph = font[c, bold];
            if (glyph.Width > 0)
            {
                var rect = new Vector4(
                    pen.X + glyph.OffsetX * perUnit, baseline + glyph.OffsetY * perUnit, glyph.Width * perUnit, glyph.Height * perUnit);
                var uv = new Vector4(
                    glyph.X / font.Width, glyph.Y / font.Height, (glyph.X + glyph.Width) / font.Width, (glyph.Y + glyph.Height) / font.Height);
                Add(new OverlayItem(rect, uv, colour, new Vector4(OverlayItem.Glyph, Font.FieldPixels * perUnit, 0, 0)));
            }
            pen.X += glyph.Advance * perUnit;
        }
    }

    private static (float Scale, Vector2 Origin) Fit(int width, int height)
    {
        var scale = Math.Min(width / DesignWidth, height / DesignHeight);
        return (scale, new Vector2(width - DesignWidth * scale, height - DesignHeight * scale) / 2);
    }

    // The part of a picture that is so much wider than it is high.
    private static Vector4 Middle(float wider)
    {
        var half = new Vector2(Math.Min(1, wider), Math.Min(1, 1 / wider)) / 2;
        return new Vector4(0.5f - half.X, 0.5f - half.Y, 0.5f + half.X, 0.5f + half.Y);
    }

    private Vector4 Place(Vector2 position, Vector2 size)
    {
        var at = origin + position * scale;
        return new Vector4(at, size.X * scale, size.Y * scale);
    }

    private void Add(in OverlayItem item)
    {
        if (Count == items.Length)
            Array.Resize(ref items, Count * 2);
        items[Count++] = item;
    }
}
