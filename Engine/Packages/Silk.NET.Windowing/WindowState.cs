// How a window fills the screen.
namespace Silk.NET.Windowing;

/// <summary>Normal, minimised, maximised or full screen.</summary>
public enum WindowState
{
    Normal,
    Minimized,
    Maximized,
    Fullscreen,
}
