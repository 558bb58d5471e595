// Gives an entity a shape in the world.
using System.Numerics;

namespace Engine;

/// <summary>The meshes the engine builds itself, each of size 1 about the origin.</summary>
public enum MeshShape
{
    /// <summary>A square that faces +z.</summary>
    Quad,

    /// <summary>A cube; every face shows the whole picture.</summary>
    Cube,

    /// <summary>A ball of diameter 1; the picture is wrapped around it.</summary>
    Sphere,
}

/// <summary>Draws a mesh at the entity's transform with a picture as its material.</summary>
public record struct MeshRenderer()
{
    /// <summary>Which mesh.</summary>
    public MeshShape Mesh { get; set; } = MeshShape.Quad;

    /// <summary>Name of the image on it; none for plain colour.</summary>
    public string Image { get; set; } = "";

    /// <summary>Colour the picture is multiplied by.</summary>
    public Vector4 Colour { get; set; } = Vector4.One;

    /// <summary>Who sees it: the stage's camera where empty, else each <see cref="SceneCamera"/> of that layer.</summary>
    public string Layer { get; set; } = "";

    /// <summary>Shown at full brightness, whatever the light.</summary>
    public bool Unlit { get; set; } = false;
}
