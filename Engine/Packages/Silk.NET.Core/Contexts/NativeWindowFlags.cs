// Which windowing systems a native window belongs to.
namespace Silk.NET.Core.Contexts;

[Flags]
public enum NativeWindowFlags
{
    Glfw = 1 << 0,
    Sdl = 1 << 1,
    Win32 = 1 << 2,
    X11 = 1 << 3,
    DirectFB = 1 << 4,
    Cocoa = 1 << 5,
    UIKit = 1 << 6,
    Wayland = 1 << 7,
    WinRT = 1 << 8,
    Android = 1 << 9,
    Vivante = 1 << 10,
    OS2 = 1 << 11,
    Haiku = 1 << 12,
    DirectX = 1 << 13,
    EGL = 1 << 14,
}
