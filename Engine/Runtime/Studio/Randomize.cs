// Chance in the pictures of scene cameras.
using System.Numerics;

namespace Engine;

/// <summary>
/// Varies an entity from picture to picture of a <see cref="SceneCamera"/>: its pose and colour on a mesh; on the camera its own pose, light,
/// sharpness and noise. What is drawn depends on the camera's seed, the number of the picture and the entity's name alone.
/// </summary>
public record struct Randomize()
{
    /// <summary>Farthest shift from the transform's position along the world's axes, to either side.</summary>
    public Vector3 Position { get; set; } = Vector3.Zero;

    /// <summary>Largest turn in degrees about x, y and z, to either side.</summary>
    public Vector3 Rotation { get; set; } = Vector3.Zero;

    /// <summary>Least and largest factor of the size; drawn evenly in its logarithm.</summary>
    public Vector2 Scale { get; set; } = Vector2.One;

    /// <summary>How far each colour channel may be weakened: 0.3 is from 0.7 to 1. Of a camera, the channels of the light.</summary>
    public float Colour { get; set; } = 0;

    /// <summary>Least and largest brightness.</summary>
    public Vector2 Light { get; set; } = Vector2.One;

    /// <summary>Of a camera: least and largest contrast about grey.</summary>
    public Vector2 Contrast { get; set; } = Vector2.One;

    /// <summary>Of a camera: least and largest radius of blur, in pixels.</summary>
    public Vector2 Blur { get; set; } = Vector2.Zero;

    /// <summary>Of a camera: largest standard deviation of the noise, as a share of white.</summary>
    public float Noise { get; set; } = 0;

    /// <summary>Share of pictures in which a mesh is seen at all.</summary>
    public float Seen { get; set; } = 1;

    /// <summary>World from model where chance has moved a transform.</summary>
    internal readonly Matrix4x4 Moved(Transform at, ref Chance chance)
    {
        at.Position += Position * chance.Signed3();
        at.Rotation += Rotation * chance.Signed3();
        at.Scale *= MathF.Exp(chance.Between(LogOf(Scale.X), LogOf(Scale.Y)));
        return at.Matrix;
    }

    /// <summary>The factors of the colour channels, brightness included.</summary>
    internal readonly Vector3 Tint(ref Chance chance)
    {
        var weakened = Vector3.One - (Math.Clamp(Colour, 0, 1) * chance.Unit3());
        return weakened * chance.Between(Light.X, Light.Y);
    }

    private static float LogOf(float factor) => MathF.Log(Math.Max(factor, 1e-3f));
}
