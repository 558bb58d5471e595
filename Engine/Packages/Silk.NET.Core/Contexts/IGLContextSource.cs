// Something (a window) that may offer an OpenGL context.
namespace Silk.NET.Core.Contexts;

public interface IGLContextSource
{
    /// <summary>Null where the window was not made for OpenGL.</summary>
    IGLContext? GLContext { get; }
}
