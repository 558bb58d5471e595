// What the window system draws around a window.
namespace Silk.NET.Windowing;

/// <summary>Border: resizable by the user, fixed, or none.</summary>
public enum WindowBorder
{
    Resizable,
    Fixed,
    Hidden,
}
