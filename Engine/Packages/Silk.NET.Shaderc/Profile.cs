// The profile of a GLSL version line.
namespace Silk.NET.Shaderc;

/// <summary>GLSL profile.</summary>
public enum Profile
{
    None = 0,
    Core = 1,
    Compatibility = 2,
    Es = 3,
}
