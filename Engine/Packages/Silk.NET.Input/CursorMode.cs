// How the mouse pointer behaves over a window.
namespace Silk.NET.Input;

/// <summary>Normal, hidden, or disabled: locked to the window, with raw motion or not.</summary>
public enum CursorMode
{
    Normal = 0,
    Hidden = 1,
    Disabled = 2,
    Raw = 3,
}
