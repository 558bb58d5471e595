// The buttons of a mouse.
namespace Engine;

/// <summary>Dense from 0, as <see cref="Key"/>.</summary>
public enum MouseButton
{
    /// <summary>The one that selects and drags.</summary>
    Left,
    /// <summary>The one for menus.</summary>
    Right,
    /// <summary>The wheel, pressed.</summary>
    Middle,
}
