// Structures that GLFW reads and writes.
namespace Silk.NET.Windowing.Glfw;

/// <summary>Pixels of four bytes (red, green, blue, alpha), rows from the top.</summary>
internal unsafe struct GlfwImage
{
    internal int Width;
    internal int Height;
    internal byte* Pixels;
}

#pragma warning disable CS0649 // GLFW fills these.
internal struct GlfwVideoMode
{
    internal int Width;
    internal int Height;
    internal int RedBits;
    internal int GreenBits;
    internal int BlueBits;
    internal int RefreshRate;
}
