// The eye of a scene.
using System.Numerics;

namespace Engine;

/// <summary>A perspective camera; looks along its transform's negative z.</summary>
public record struct Camera()
{
    /// <summary>Vertical field of view in degrees.</summary>
    public float FieldOfView { get; set; } = 50;

    /// <summary>Nearest distance drawn.</summary>
    public float Near { get; set; } = 0.05f;

    /// <summary>Farthest distance drawn.</summary>
    public float Far { get; set; } = 100;

    /// <summary>What is seen where there is nothing.</summary>
    public Vector4 Background { get; set; } = Srgb.Bytes(16, 18, 24);

    /// <summary>Clip space (y up, depth 0 to 1) from the world, for row vectors.</summary>
    public readonly Matrix4x4 ClipFromWorld(in Transform at, float aspect)
    {
        Matrix4x4.Invert(at.Matrix, out var view);
        var projection = Matrix4x4.CreatePerspectiveFieldOfView(FieldOfView * (MathF.PI / 180), aspect, Near, Far);
        return view * projection;
    }
}
