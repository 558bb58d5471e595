// One rectangle of the overlay, as Shaders/Draw/overlay.vert reads it.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>A rectangle in pixels, what is interpolated over it, its colour and numbers for its shader; 64 bytes, the shader's Item.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OverlayItem(Vector4 Rect, Vector4 Uv, Vector4 Colour, Vector4 Style);

/// <summary>Which shader draws an item.</summary>
internal enum OverlayKind
{
    /// <summary>A rectangle of one opaque colour: nothing is blended.</summary>
    Solid,
    /// <summary>A rounded rectangle, a part of one, or a line around one.</summary>
    Box,
    /// <summary>A letter of the font.</summary>
    Glyph,
    /// <summary>A picture.</summary>
    Picture,
    /// <summary>A picture whose pixels are squares.</summary>
    Hard,
}
