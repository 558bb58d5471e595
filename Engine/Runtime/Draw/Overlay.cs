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
    // A rectangle smaller than this is drawn in one piece.
    private const float LeastInterior = 24;

    private OverlayItem[] items = new OverlayItem[1024];
    private (OverlayKind Kind, GpuImage? Image)[] looks = new (OverlayKind, GpuImage?)[1024];
    private float scale = 1;
    private Vector2 origin;

    /// <summary>How many items this frame has so far.</summary>
    internal int Count { get; private set; }

    /// <summary>This frame's items.</summary>
    internal ReadOnlySpan<OverlayItem> Items => items.AsSpan(0, Count);

    /// <summary>How an item is drawn: by which shader, and with which picture.</summary>
    internal (OverlayKind Kind, GpuImage? Image) Look(int item) => looks[item];

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
    internal void Box(Vector2 position, Vector2 size, float radius, Vector4 colour)
    {
        var rect = Place(position, size);
        var style = new Vector4(radius * scale, 0, rect.Z / 2, rect.W / 2);
        // The interior needs neither corners nor blending, which are most of what a large rectangle costs. It ends between two pixels.
        var inset = Math.Max(1, radius * scale);
        var (left, top) = (MathF.Ceiling(rect.X + inset), MathF.Ceiling(rect.Y + inset));
        var (right, bottom) = (MathF.Floor(rect.X + rect.Z - inset), MathF.Floor(rect.Y + rect.W - inset));
        if (colour.W < 1 || right - left < LeastInterior || bottom - top < LeastInterior)
        {
            Piece(rect, rect, colour, style);
            return;
        }
        var (endX, endY) = (rect.X + rect.Z, rect.Y + rect.W);
        Piece(Between(rect.X, rect.Y, endX, top), rect, colour, style);
        Piece(Between(rect.X, top, left, bottom), rect, colour, style);
        Piece(Between(right, top, endX, bottom), rect, colour, style);
        Piece(Between(rect.X, bottom, endX, endY), rect, colour, style);
        Add(new OverlayItem(Between(left, top, right, bottom), default, colour, default), OverlayKind.Solid);
    }

    /// <summary>The line around a rectangle with rounded corners, inside of its edge.</summary>
    internal void Ring(Vector2 position, Vector2 size, float radius, float thickness, Vector4 colour)
    {
        var rect = Place(position, size);
        Piece(rect, rect, colour, new Vector4(radius * scale, thickness * scale, rect.Z / 2, rect.W / 2));
    }

    /// <summary>A picture stretched over a rectangle, or as much of its middle as has the rectangle's shape.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="position">The rectangle's left top corner.</param>
    /// <param name="size">Its width and height.</param>
    /// <param name="cover">Whether its middle is shown, and not all of it stretched.</param>
    /// <param name="hard">Whether its pixels are squares.</param>
    /// <param name="colour">What it is multiplied by.</param>
    internal void Picture(GpuImage image, Vector2 position, Vector2 size, bool cover, bool hard, Vector4 colour)
    {
        var wider = cover && size is { X: > 0, Y: > 0 } ? size.X / size.Y * image.Height / image.Width : 1;
        Add(new OverlayItem(Place(position, size), Middle(wider), colour, default), hard ? OverlayKind.Hard : OverlayKind.Picture, image);
    }

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
                Add(new OverlayItem(rect, uv, colour, new Vector4(Font.FieldPixels * perUnit, 0, 0, 0)), OverlayKind.Glyph);
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

    private static Vector4 Between(float left, float top, float right, float bottom) => new(left, top, right - left, bottom - top);

    // A part of a box: what is interpolated is the place from the whole one's middle.
    private void Piece(Vector4 part, Vector4 whole, Vector4 colour, Vector4 style)
    {
        var corner = new Vector2(part.X - whole.X, part.Y - whole.Y) - new Vector2(whole.Z, whole.W) / 2;
        Add(new OverlayItem(part, new Vector4(corner, corner.X + part.Z, corner.Y + part.W), colour, style), OverlayKind.Box);
    }

    private void Add(in OverlayItem item, OverlayKind kind, GpuImage? image = null)
    {
        if (Count == items.Length)
        {
            Array.Resize(ref items, Count * 2);
            Array.Resize(ref looks, Count * 2);
        }
        looks[Count] = (kind, image);
        items[Count++] = item;
    }
}
