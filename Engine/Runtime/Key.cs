// The keys of a keyboard by their place on a US layout.
namespace Engine;

/// <summary>Dense from 0: Input indexes arrays by it.</summary>
public enum Key
{
#pragma warning disable CS1591 // the names say what is printed on the keys
    Unknown = 0, Space, Apostrophe, Comma, Minus, Period, Slash, Number0, Number1, Number2, Number3, Number4, Number5, Number6,
    Number7, Number8, Number9, Semicolon, Equal, A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P, Q, R, S, T, U, V, W, X, Y, Z,
    LeftBracket, BackSlash, RightBracket, GraveAccent, Escape, Enter, Tab, Backspace, Insert, Delete, Right, Left, Down, Up,
    PageUp, PageDown, Home, End, CapsLock, ScrollLock, NumLock, PrintScreen, Pause, F1, F2, F3, F4, F5, F6, F7, F8, F9, F10, F11,
    F12, Keypad0, Keypad1, Keypad2, Keypad3, Keypad4, Keypad5, Keypad6, Keypad7, Keypad8, Keypad9, KeypadDecimal, KeypadDivide,
    KeypadMultiply, KeypadSubtract, KeypadAdd, KeypadEnter, KeypadEqual, ShiftLeft, ControlLeft, AltLeft, SuperLeft, ShiftRight,
    ControlRight, AltRight, SuperRight, Menu,
#pragma warning restore CS1591
}
