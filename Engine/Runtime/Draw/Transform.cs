// Where a thing stands in the world.
using System.Numerics;

namespace Engine;

/// <summary>Position, rotation (degrees about x, y, z, applied z first, then x, then y) and scale. Right-handed, y up.</summary>
public record struct Transform()
{
    /// <summary>Position in world units.</summary>
    public Vector3 Position { get; set; } = Vector3.Zero;

    /// <summary>Degrees about the x, y and z axes.</summary>
    public Vector3 Rotation { get; set; } = Vector3.Zero;

    /// <summary>Factors along the thing's own axes.</summary>
    public Vector3 Scale { get; set; } = Vector3.One;

    /// <summary>World from model, for row vectors.</summary>
    public readonly Matrix4x4 Matrix
    {
        get
        {
            var radians = Rotation * (MathF.PI / 180);
            return Matrix4x4.CreateScale(Scale) * Matrix4x4.CreateFromYawPitchRoll(radians.Y, radians.X,
                radians.Z) * Matrix4x4.CreateTranslation(Position);
        }
    }
}
