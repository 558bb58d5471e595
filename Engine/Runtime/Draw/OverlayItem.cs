// One rectangle of the overlay, as Shaders/Draw/overlay.vert reads it.
using System.Numerics;
using System.Runtime.InteropServices;

namespace Engine;

/// <summary>A rounded rectangle, a glyph or a picture; 64 bytes, the shader's Item.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct OverlayItem(Vector4 Rect, Vector4 Uv, Vector4 Colour, Vector4 Style)
{
    internal const float Box = 0, Glyph = 1, Picture = 2, HardPicture = 3;
}
