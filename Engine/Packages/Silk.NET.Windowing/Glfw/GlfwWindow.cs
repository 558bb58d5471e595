// A window's life and loop.
using System.Collections.Concurrent;
using System.Diagnostics;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe partial class GlfwWindow(WindowOptions options, IWindowHost? parent, GlfwMonitor? initialMonitor) : IWindow
{
    private readonly Stopwatch life = new(), sinceUpdate = new(), sinceRender = new();
    private readonly ConcurrentQueue<PendingCall> calls = new();
    private WindowOptions options = options;
    private nint handle;
    private GlfwSurface? surface;
    private int windowThread;
    private bool inHandler;

    public event Action<Vector2D<int>>? Resize;

    public event Action<Vector2D<int>>? FramebufferResize;

    public event Action? Closing;

    public event Action<bool>? FocusChanged;

    public event Action? Load;

    public event Action<double>? Update;

    public event Action<double>? Render;

    public event Action<Vector2D<int>>? Move;

    public event Action<WindowState>? StateChanged;

    public event Action<string[]>? FileDrop;

    public bool IsInitialized => handle != 0;

    public nint Handle => handle;

    public bool IsClosing => handle == 0 || NativeGlfw.glfwWindowShouldClose(handle) != 0;

    bool IWindow.IsClosing
    {
        get => IsClosing;
        set
        {
            if (handle != 0)
                NativeGlfw.glfwSetWindowShouldClose(handle, value ? 1 : 0);
        }
    }

    public double Time => life.Elapsed.TotalSeconds;

    public IGLContext? GLContext => null;

    public IVkSurface? VkSurface =>
        options.API.API != ContextAPI.Vulkan ? null
        : surface ?? throw new InvalidOperationException(
            "A window has no Vulkan surface before it is initialised: call Initialize, or use its Load event.");

    public INativeWindow? Native { get; private set; }

    public void Initialize()
    {
        if (IsInitialized)
            return;
        if (options.API.API is ContextAPI.OpenGL or ContextAPI.OpenGLES)
        {
            throw new PlatformNotSupportedException(
                $"This build opens windows for Vulkan or for no graphics interface, not for {options.API.API}: use WindowOptions.DefaultVulkan.");
        }
        if (!GlfwLibrary.Start())
            throw new PlatformNotSupportedException($"No window can be opened: {GlfwLibrary.Problem}");
        if (options.API.API == ContextAPI.Vulkan && NativeGlfw.glfwVulkanSupported() == 0)
            throw new InvalidOperationException("GLFW finds no Vulkan loader: install Debian's packages libvulkan1 and mesa-vulkan-drivers.");

        handle = CreateNative();
        windowThread = Environment.CurrentManagedThreadId;
        surface = options.API.API == ContextAPI.Vulkan ? new GlfwSurface(handle) : null;
        Native = new GlfwNativeWindow(handle);
        GlfwCallbacks.Register(handle, this);
        life.Restart();
        sinceUpdate.Restart();
        sinceRender.Restart();
        Load?.Invoke();
    }

    public void DoEvents()
    {
        if (options.IsEventDriven)
            NativeGlfw.glfwWaitEvents();
        else
            NativeGlfw.glfwPollEvents();
        GlfwCallbacks.ThrowKept();
    }

    public void ContinueEvents() => NativeGlfw.glfwPostEmptyEvent();

    public void DoUpdate()
    {
        var seconds = sinceUpdate.Elapsed.TotalSeconds;
        if (seconds < Period(options.UpdatesPerSecond))
            return;
        sinceUpdate.Restart();
        Raise(Update, seconds);
    }

    public void DoRender()
    {
        while (calls.TryDequeue(out var call))
            call.Run();
        var seconds = sinceRender.Elapsed.TotalSeconds;
        if (seconds < Period(options.FramesPerSecond) && !options.VSync)
            return;
        sinceRender.Restart();
        Raise(Render, seconds);
    }

    public void Run(Action onFrame)
    {
        while (!IsClosing)
            onFrame();
    }

    public void Close()
    {
        Closing?.Invoke();
        if (handle != 0)
            NativeGlfw.glfwSetWindowShouldClose(handle, 1);
    }

    public void Focus()
    {
        if (handle != 0)
            NativeGlfw.glfwFocusWindow(handle);
    }

    public object Invoke(Delegate d, params object[] args)
    {
        if (Environment.CurrentManagedThreadId == windowThread)
            return d.DynamicInvoke(args)!;
        using var call = new PendingCall(d, args);
        calls.Enqueue(call);
        return call.Wait();
    }

    /// <exception cref="InvalidOperationException">Called by a handler of Update or Render, whose loop still needs the window.</exception>
    public void Reset()
    {
        if (!IsInitialized)
            return;
        if (inHandler)
        {
            throw new InvalidOperationException(
                "A window cannot be reset by its own Update or Render handler: call Close, and reset it after the loop.");
        }
        var closing = handle;
        life.Reset();
        sinceUpdate.Reset();
        sinceRender.Reset();
        Native = null;
        surface = null;
        handle = 0;
        GlfwCallbacks.Unregister(closing);
        NativeGlfw.glfwDestroyWindow(closing);
    }

    public void Dispose() => Reset();

    private static double Period(double perSecond) => perSecond <= double.Epsilon ? 0 : 1 / perSecond;

    private void Raise(Action<double>? handlers, double seconds)
    {
        if (handlers == null)
            return;
        inHandler = true;
        try
        {
            handlers(seconds);
        }
        finally
        {
            inHandler = false;
        }
    }

    private nint CreateNative()
    {
        NativeGlfw.glfwDefaultWindowHints();
        NativeGlfw.glfwWindowHint(NativeGlfw.ClientApi, NativeGlfw.NoApi);
        NativeGlfw.glfwWindowHint(NativeGlfw.Decorated, options.WindowBorder == WindowBorder.Hidden ? 0 : 1);
        NativeGlfw.glfwWindowHint(NativeGlfw.Resizable, options.WindowBorder == WindowBorder.Resizable ? 1 : 0);
        NativeGlfw.glfwWindowHint(NativeGlfw.Transparent, options.TransparentFramebuffer ? 1 : 0);
        NativeGlfw.glfwWindowHint(NativeGlfw.Floating, options.TopMost ? 1 : 0);
        // Shown only when it is at its place.
        NativeGlfw.glfwWindowHint(NativeGlfw.Visible, 0);
        var windowClass = options.WindowClass ?? Window.DefaultWindowClass ?? "";
        NativeGlfw.glfwWindowHintString(NativeGlfw.X11ClassName, windowClass);
        NativeGlfw.glfwWindowHintString(NativeGlfw.X11InstanceName, windowClass);
        var made = NativeGlfw.glfwCreateWindow(options.Size.X, options.Size.Y, options.Title ?? "", initialMonitor?.Handle ?? 0, 0);
        if (made == 0)
        {
            throw new InvalidOperationException(
                $"GLFW could not create the window \"{options.Title}\" of {options.Size.X} × {options.Size.Y}: {GlfwLibrary.TakeError()}.");
        }
        if (initialMonitor == null)
            NativeGlfw.glfwSetWindowPos(made, options.Position.X, options.Position.Y);
        windowedPosition = options.Position;
        windowedSize = options.Size;
        if (options.IsVisible)
        {
            NativeGlfw.glfwShowWindow(made);
            if (options.WindowState != WindowState.Normal)
                ApplyState(made, options.WindowState);
        }

        return made;
    }

    // A delegate that another thread waits for.
    private sealed class PendingCall(Delegate target, object[] arguments) : IDisposable
    {
        private readonly ManualResetEventSlim done = new();
        private object? result;
        private Exception? failure;

        public void Dispose() => done.Dispose();

        internal void Run()
        {
            try
            {
                result = target.DynamicInvoke(arguments);
            }
            catch (Exception e)
            {
                failure = e;
            }

            done.Set();
        }

        internal object Wait()
        {
            done.Wait();
            return failure == null ? result! : throw failure;
        }
    }
}
