// The handles of a window in the windowing systems below it.
namespace Silk.NET.Core.Contexts;

public interface INativeWindow
{
    /// <summary>Which of the properties below are not null.</summary>
    NativeWindowFlags Kind { get; }

    (nint Display, nuint Window)? X11 { get; }

    nint? Cocoa { get; }

    (nint Display, nint Surface)? Wayland { get; }

    nint? WinRT { get; }

    (nint Window, uint Framebuffer, uint Colorbuffer, uint ResolveFramebuffer)? UIKit { get; }

    (nint Hwnd, nint HDC, nint HInstance)? Win32 { get; }

    (nint Display, nint Window)? Vivante { get; }

    (nint Window, nint Surface)? Android { get; }

    nint? Glfw { get; }

    nint? Sdl { get; }

    nint? DXHandle { get; }

    (nint? Display, nint? Surface)? EGL { get; }
}
