// The handles below a GLFW window on X11.
using Silk.NET.Core.Contexts;

namespace Silk.NET.Windowing.Glfw;

internal sealed class GlfwNativeWindow(nint window) : INativeWindow
{
    public NativeWindowFlags Kind => NativeWindowFlags.Glfw | NativeWindowFlags.X11;

    public (nint Display, nuint Window)? X11 { get; } = (NativeGlfw.glfwGetX11Display(), NativeGlfw.glfwGetX11Window(window));

    public nint? Glfw => window;

    public nint? Cocoa => null;

    public (nint Display, nint Surface)? Wayland => null;

    public nint? WinRT => null;

    public (nint Window, uint Framebuffer, uint Colorbuffer, uint ResolveFramebuffer)? UIKit => null;

    public (nint Hwnd, nint HDC, nint HInstance)? Win32 => null;

    public (nint Display, nint Window)? Vivante => null;

    public (nint Window, nint Surface)? Android => null;

    public nint? Sdl => null;

    public nint? DXHandle => null;

    public (nint? Display, nint? Surface)? EGL => null;
}
