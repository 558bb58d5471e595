// The buttons of a mouse.
namespace Engine;

public enum MouseButton
{
    Left,
    Right,
    Middle,
}
