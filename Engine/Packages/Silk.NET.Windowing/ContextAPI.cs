// The graphics interface a window is made for.
namespace Silk.NET.Windowing;

/// <summary>Graphics interface; None has neither a context nor a Vulkan surface.</summary>
public enum ContextAPI
{
    None,
    Vulkan,
    OpenGL,
    OpenGLES,
}
