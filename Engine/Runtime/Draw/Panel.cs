// A plain surface behind other things of the overlay.
using System.Numerics;

namespace Engine;

/// <summary>A rectangle with rounded corners, in design units.</summary>
public record struct Panel()
{
    /// <summary>Left top corner.</summary>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <summary>Width and height.</summary>
    public Vector2 Size { get; set; } = new(320, 180);

    /// <summary>Radius of the corners.</summary>
    public float Radius { get; set; } = 10;

    /// <summary>Fill.</summary>
    public Vector4 Colour { get; set; } = Srgb.Bytes(30, 34, 44);
}
