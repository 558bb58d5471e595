// From GLFW's callbacks to the window they are about; an exception of a handler is carried over the native frames and thrown by DoEvents.
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

internal static unsafe class GlfwCallbacks
{
    private static readonly Dictionary<nint, GlfwWindow> Windows = [];
    private static ExceptionDispatchInfo? pending;

    internal static void Register(nint handle, GlfwWindow window)
    {
        Windows.Add(handle, window);
        NativeGlfw.glfwSetWindowPosCallback(handle, &OnMove);
        NativeGlfw.glfwSetWindowSizeCallback(handle, &OnResize);
        NativeGlfw.glfwSetFramebufferSizeCallback(handle, &OnFramebufferResize);
        NativeGlfw.glfwSetWindowCloseCallback(handle, &OnClose);
        NativeGlfw.glfwSetWindowFocusCallback(handle, &OnFocus);
        NativeGlfw.glfwSetWindowIconifyCallback(handle, &OnStateChange);
        NativeGlfw.glfwSetWindowMaximizeCallback(handle, &OnStateChange);
        NativeGlfw.glfwSetDropCallback(handle, &OnDrop);
    }

    internal static void Unregister(nint handle) => Windows.Remove(handle);

    /// <summary>Keeps the first exception of this round of events.</summary>
    internal static void Keep(Exception exception) => pending ??= ExceptionDispatchInfo.Capture(exception);

    /// <summary>Throws what a handler threw since the last call.</summary>
    internal static void ThrowKept()
    {
        var kept = pending;
        pending = null;
        kept?.Throw();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMove(nint handle, int x, int y)
    {
        try
        {
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseMove(new Vector2D<int>(x, y));
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnResize(nint handle, int width, int height)
    {
        try
        {
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseResize(new Vector2D<int>(width, height));
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFramebufferResize(nint handle, int width, int height)
    {
        try
        {
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseFramebufferResize(new Vector2D<int>(width, height));
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnClose(nint handle)
    {
        try
        {
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseClosing();
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnFocus(nint handle, int focused)
    {
        try
        {
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseFocusChanged(focused != 0);
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnStateChange(nint handle, int entered)
    {
        try
        {
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseStateChanged();
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnDrop(nint handle, int count, byte** paths)
    {
        try
        {
            var files = new string[count];
            for (var i = 0; i < count; i++)
                files[i] = Marshal.PtrToStringUTF8((nint)paths[i]) ?? "";
            if (Windows.TryGetValue(handle, out var window))
                window.RaiseFileDrop(files);
        }
        catch (Exception e)
        {
            Keep(e);
        }
    }
}
