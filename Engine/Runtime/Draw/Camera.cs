// The eye of a scene.
using System.Numerics;

namespace Engine;

/// <summary>A perspective camera; looks along its transform's negative z.</summary>
public record struct Camera()
{
    /// <summary>
    /// Vertical field of view in degrees, at 16:9 or wider; narrower targets see as much from left to right as at 16:9, as the overlay does.
    /// </summary>
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
        const float DesignAspect = Overlay.DesignWidth / Overlay.DesignHeight;
        var half = MathF.Tan(FieldOfView * (MathF.PI / 360)) * Math.Max(1, DesignAspect / aspect);
        var projection = Matrix4x4.CreatePerspectiveFieldOfView(2 * MathF.Atan(half), aspect, Near, Far);
        return view * projection;
    }
}
