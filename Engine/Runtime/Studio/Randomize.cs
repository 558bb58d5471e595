// Chance in the pictures of scene cameras.
using System.Numerics;

namespace Engine;

/// <summary>
/// Varies an entity from picture to picture of a <see cref="SceneCamera"/>: its pose and colour on a mesh; on the camera its own pose, light, sharpness
/// and noise. What is drawn depends on the camera's seed, the number of the picture and the entity's name alone.
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

/// <summary>Random numbers that follow from a seed, a picture's number and a name; the same on every machine.</summary>
internal struct Chance(int seed, long picture, uint name)
{
    private readonly uint key = Mix((uint)seed ^ Mix((uint)picture + Mix(name + 0x9e3779b9u)));
    private uint drawn;

    /// <summary>0 to below 1.</summary>
    public float Next() => (Mix(key + (++drawn * 0x9e3779b9u)) >> 8) * (1f / (1 << 24));

    /// <summary>A whole number from 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => Math.Min((int)(Next() * count), count - 1);

    /// <summary>A number between two.</summary>
    public float Between(float from, float to) => from + ((to - from) * Next());

    /// <summary>Three numbers, each 0 to below 1.</summary>
    public Vector3 Unit3()
    {
        float x = Next(), y = Next(), z = Next();
        return new Vector3(x, y, z);
    }

    /// <summary>Three numbers, each -1 to below 1.</summary>
    public Vector3 Signed3() => (Unit3() * 2) - Vector3.One;

    /// <summary>A name as a number, without a string's own hash, which differs from run to run.</summary>
    public static uint Of(string name)
    {
        var hash = 2166136261u;
        foreach (var c in name)
            hash = (hash ^ c) * 16777619u;
        return hash;
    }

    private static uint Mix(uint h)
    {
        h = (h ^ (h >> 16)) * 0x7feb352du;
        h = (h ^ (h >> 15)) * 0x846ca68bu;
        return h ^ (h >> 16);
    }
}
