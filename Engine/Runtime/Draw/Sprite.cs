// A picture on the screen.
using System.Numerics;

namespace Engine;

/// <summary>Draws an image as a rectangle of the overlay, in design units (1280×720, scaled to fit the window).</summary>
public record struct Sprite()
{
    /// <summary>Name of the image.</summary>
    public string Image { get; set; } = "";

    /// <summary>Left top corner.</summary>
    public Vector2 Position { get; set; } = Vector2.Zero;

    /// <summary>Width and height.</summary>
    public Vector2 Size { get; set; } = new(256, 256);

    /// <summary>Colour the picture is multiplied by.</summary>
    public Vector4 Colour { get; set; } = Vector4.One;

    /// <summary>Fills the rectangle with the picture's middle and cuts the rest off, instead of stretching it.</summary>
    public bool Cover { get; set; } = false;

    /// <summary>Shows pixels as squares instead of blending them.</summary>
    public bool Hard { get; set; } = false;
}
