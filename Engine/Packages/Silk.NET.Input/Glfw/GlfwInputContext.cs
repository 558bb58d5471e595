// The one keyboard and the one mouse of a GLFW window, and the way from GLFW's callbacks to them.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Silk.NET.Windowing;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed unsafe class GlfwInputContext : IInputContext
{
    private static readonly Dictionary<nint, GlfwInputContext> Contexts = [];
    private readonly IView view;
    private readonly GlfwKeyboard keyboard;
    private readonly GlfwMouse mouse;

    internal GlfwInputContext(IView view, nint handle)
    {
        this.view = view;
        Handle = handle;
        keyboard = new GlfwKeyboard(handle);
        mouse = new GlfwMouse(handle);
        Keyboards = [keyboard];
        Mice = [mouse];
        // The newest context of a window receives its input.
        Contexts[handle] = this;
        NativeGlfw.glfwSetKeyCallback(handle, &OnKey);
        NativeGlfw.glfwSetCharCallback(handle, &OnChar);
        NativeGlfw.glfwSetMouseButtonCallback(handle, &OnButton);
        NativeGlfw.glfwSetCursorPosCallback(handle, &OnMove);
        NativeGlfw.glfwSetScrollCallback(handle, &OnScroll);
        view.Update += Update;
    }

    // Keyboard and mouse are always there, so this is never raised.
    public event Action<IInputDevice, bool>? ConnectionChanged
    {
        add { }
        remove { }
    }

    public nint Handle { get; }

    public IReadOnlyList<IGamepad> Gamepads => [];

    public IReadOnlyList<IJoystick> Joysticks => [];

    public IReadOnlyList<IKeyboard> Keyboards { get; }

    public IReadOnlyList<IMouse> Mice { get; }

    public IReadOnlyList<IInputDevice> OtherDevices => [];

    public void Dispose()
    {
        view.Update -= Update;
        if (!Contexts.TryGetValue(Handle, out var current) || current != this)
            return;
        Contexts.Remove(Handle);
        // After the view's Reset the handle is gone and GLFW must not see it again.
        if (view.Handle != Handle)
            return;
        NativeGlfw.glfwSetKeyCallback(Handle, null);
        NativeGlfw.glfwSetCharCallback(Handle, null);
        NativeGlfw.glfwSetMouseButtonCallback(Handle, null);
        NativeGlfw.glfwSetCursorPosCallback(Handle, null);
        NativeGlfw.glfwSetScrollCallback(Handle, null);
        mouse.DisposeCursor();
    }

    private void Update(double seconds) => mouse.Update();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnKey(nint handle, int key, int scancode, int action, int modifiers)
    {
        try
        {
            if (Contexts.TryGetValue(handle, out var context))
                context.keyboard.Raise((Key)key, scancode, action);
        }
        catch (Exception e)
        {
            GlfwCallbacks.Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnChar(nint handle, uint codePoint)
    {
        try
        {
            if (Contexts.TryGetValue(handle, out var context))
                context.keyboard.RaiseChar((char)codePoint);
        }
        catch (Exception e)
        {
            GlfwCallbacks.Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnButton(nint handle, int button, int action, int modifiers)
    {
        try
        {
            if (Contexts.TryGetValue(handle, out var context))
                context.mouse.RaiseButton((MouseButton)button, action != 0);
        }
        catch (Exception e)
        {
            GlfwCallbacks.Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnMove(nint handle, double x, double y)
    {
        try
        {
            if (Contexts.TryGetValue(handle, out var context))
                context.mouse.RaiseMove(new((float)x, (float)y));
        }
        catch (Exception e)
        {
            GlfwCallbacks.Keep(e);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnScroll(nint handle, double x, double y)
    {
        try
        {
            if (Contexts.TryGetValue(handle, out var context))
                context.mouse.RaiseScroll(new ScrollWheel((float)x, (float)y));
        }
        catch (Exception e)
        {
            GlfwCallbacks.Keep(e);
        }
    }
}
