// The profile of an OpenGL context.
namespace Silk.NET.Windowing;

/// <summary>OpenGL profile.</summary>
public enum ContextProfile
{
    Core,
    Compatability,
}
