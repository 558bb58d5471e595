// A second eye in the world, whose picture is an image.
using System.Numerics;

namespace Engine;

/// <summary>
/// On an entity with a Transform: renders the meshes of one layer into an image under the entity's name, one picture a frame. Where entities of the
/// layer have a <see cref="ClassLabel"/>, each picture shows one of them, drawn by chance, and what has none; the picture's class is that one's. A
/// <see cref="Randomize"/> on the camera or on what it sees changes from picture to picture. Networks learn from it (<c>data: scene:NAME</c>), and
/// <c>cnn render</c> writes its pictures into folders.
/// </summary>
public record struct SceneCamera()
{
    /// <summary>Which meshes it sees: those whose renderer names the same layer. The stage's own camera sees those that name none.</summary>
    public string Layer { get; set; } = "";

    /// <summary>Columns of the picture.</summary>
    public int Width { get; set; } = 128;

    /// <summary>Rows of the picture.</summary>
    public int Height { get; set; } = 128;

    /// <summary>Vertical field of view in degrees.</summary>
    public float FieldOfView { get; set; } = 40;

    /// <summary>Nearest distance drawn.</summary>
    public float Near { get; set; } = 0.05f;

    /// <summary>Farthest distance drawn.</summary>
    public float Far { get; set; } = 100;

    /// <summary>What is seen where there is nothing.</summary>
    public Vector4 Background { get; set; } = Srgb.Bytes(16, 18, 24);

    /// <summary>Pictures a second; each frame at most one.</summary>
    public double Rate { get; set; } = 60;

    /// <summary>From which all chance of its pictures follows, together with their numbers.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Clip space from the world, for an eye at <paramref name="world"/>; row vectors.</summary>
    internal readonly Matrix4x4 ClipFromWorld(in Matrix4x4 world)
    {
        Matrix4x4.Invert(world, out var view);
        return view * Matrix4x4.CreatePerspectiveFieldOfView(
            Math.Clamp(FieldOfView, 1, 170) * (MathF.PI / 180), Width / (float)Height, Math.Max(Near, 1e-4f), Math.Max(Far, Near + 1e-3f));
    }
}

/// <summary>What an entity is, for networks that learn to name it.</summary>
public record struct ClassLabel()
{
    /// <summary>The class; entities that share a name are of one class.</summary>
    public string Name { get; set; } = "";

    /// <summary>In place of a name: an entity with a source of pictures that says their classes, such as <c>emoji</c>.</summary>
    public Entity Source { get; set; } = Entity.Null;
}
