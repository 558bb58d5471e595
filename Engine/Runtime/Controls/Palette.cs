// The colours of controls: those of the stages' panels, labels and charts.
using System.Numerics;

namespace Engine;

/// <summary>Linear light, as the overlay takes it.</summary>
internal static class Palette
{
    public static readonly Vector4 Ink = Of(232, 236, 244), Faint = Of(139, 152, 173), Dim = Of(92, 103, 121);

    /// <summary>What can be pressed: at rest, below the mouse, held.</summary>
    public static readonly Vector4 Body = Of(43, 50, 64), Hovered = Of(56, 65, 83), Pressed = Of(34, 58, 94);

    /// <summary>Where something lies in: lists, fields, tracks.</summary>
    public static readonly Vector4 Well = Of(17, 21, 29), Track = Of(52, 58, 72), Edge = Of(61, 70, 88);

    /// <summary>What is chosen or has the keyboard.</summary>
    public static readonly Vector4 Accent = Of(88, 166, 255), Chosen = Of(33, 66, 112), Wrong = Of(248, 113, 105);

    /// <summary>A colour that is there less.</summary>
    public static Vector4 Faded(Vector4 colour, float share) => colour with { W = colour.W * share };

    private static Vector4 Of(int r, int g, int b) => Srgb.Decode(Srgb.Bytes(r, g, b));
}
