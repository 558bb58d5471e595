// The vertices of the built-in meshes.
using System.Numerics;

namespace Engine;

/// <summary>Triangle lists, 8 floats a vertex: position, normal, texture coordinate (v down). Counter-clockwise seen from outside.</summary>
internal static class MeshGeometry
{
    private const int SphereRings = 24, SphereSectors = 48;

    private static readonly (int First, int Count)[] ranges;

    static MeshGeometry() => Vertices = Build(out ranges);

    /// <summary>All meshes in one array, in the order of <see cref="MeshShape"/>.</summary>
    internal static float[] Vertices { get; }

    /// <summary>The first vertex and the number of vertices of a mesh.</summary>
    internal static (int First, int Count) Range(MeshShape shape) => ranges[(int)shape];

    private static float[] Build(out (int First, int Count)[] ranges)
    {
        var vertices = new List<float>();
        ranges = new (int, int)[3];
        var starts = new int[4];
        Face(vertices, Vector3.UnitX, Vector3.UnitY, Vector3.Zero);
        starts[1] = vertices.Count / 8;
        foreach (var (right, up) in (ReadOnlySpan<(Vector3, Vector3)>)
            [(Vector3.UnitX, Vector3.UnitY), (-Vector3.UnitX, Vector3.UnitY), (-Vector3.UnitZ, Vector3.UnitY), (Vector3.UnitZ, Vector3.UnitY),
                (Vector3.UnitX, -Vector3.UnitZ), (Vector3.UnitX, Vector3.UnitZ)])
        {
            Face(vertices, right, up, Vector3.Cross(right, up) / 2);
        }
        starts[2] = vertices.Count / 8;
        Sphere(vertices);
        starts[3] = vertices.Count / 8;
        for (var i = 0; i < ranges.Length; i++)
            ranges[i] = (starts[i], starts[i + 1] - starts[i]);
        return [.. vertices];
    }

    private static void Face(List<float> vertices, Vector3 right, Vector3 up, Vector3 centre)
    {
        foreach (var (u, v) in (ReadOnlySpan<(float, float)>)[(0, 1), (1, 1), (1, 0), (0, 1), (1, 0), (0, 0)])
            Vertex(vertices, centre + right * (u - 0.5f) + up * (0.5f - v), Vector3.Cross(right, up), u, v);
    }

    private static void Sphere(List<float> vertices)
    {
        void Corner(int ring, int sector)
        {
            float u = sector / (float)SphereSectors, v = ring / (float)SphereRings;
            var (sinTheta, cosTheta) = MathF.SinCos(v * MathF.PI);
            var (sinPhi, cosPhi) = MathF.SinCos(u * MathF.Tau);
            var normal = new Vector3(-sinTheta * sinPhi, cosTheta, -sinTheta * cosPhi);
            Vertex(vertices, normal / 2, normal, u, v);
        }
        for (var ring = 0; ring < SphereRings; ring++)
        {
            for (var sector = 0; sector < SphereSectors; sector++)
            {
                foreach (var (r, s) in (ReadOnlySpan<(int, int)>)[(1, 0), (1, 1), (0, 1), (1, 0), (0, 1), (0, 0)])
                    Corner(ring + r, sector + s);
            }
        }
    }

    private static void Vertex(List<float> vertices, Vector3 position, Vector3 normal, float u, float v) =>
        vertices.AddRange([position.X, position.Y, position.Z, normal.X, normal.Y, normal.Z, u, v]);
}
