// A mouse.
using System.Numerics;

namespace Silk.NET.Input;

/// <summary>
/// Positions are in screen coordinates from the window's upper left corner. Click follows its button by up to DoubleClickTime, as it may yet become
/// DoubleClick, and only while the view's updates run: use MouseDown where the answer must be immediate.
/// </summary>
public interface IMouse : IInputDevice
{
    event Action<IMouse, MouseButton>? MouseDown;

    event Action<IMouse, MouseButton>? MouseUp;

    event Action<IMouse, MouseButton, Vector2>? Click;

    event Action<IMouse, MouseButton, Vector2>? DoubleClick;

    event Action<IMouse, Vector2>? MouseMove;

    event Action<IMouse, ScrollWheel>? Scroll;

    IReadOnlyList<MouseButton> SupportedButtons { get; }

    /// <summary>The wheels' steps since the view's last update.</summary>
    IReadOnlyList<ScrollWheel> ScrollWheels { get; }

    Vector2 Position { get; set; }

    ICursor Cursor { get; }

    /// <summary>Milliseconds between the two presses of a double click, at most.</summary>
    int DoubleClickTime { get; set; }

    /// <summary>Distance between the two presses of a double click, less than this on each axis.</summary>
    int DoubleClickRange { get; set; }

    bool IsButtonPressed(MouseButton btn);
}
