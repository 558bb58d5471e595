// Flags of an OpenGL context.
namespace Silk.NET.Windowing;

/// <summary>OpenGL context flags.</summary>
[Flags]
public enum ContextFlags
{
    Default = 0,
    Debug = 1,
    ForwardCompatible = 2,
}
