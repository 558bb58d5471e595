// A window's properties: the options before it exists, the window itself afterwards.
using Silk.NET.Core;
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe partial class GlfwWindow
{
    private Vector2D<int> windowedPosition, windowedSize;

    public GraphicsAPI API => options.API;

    public bool ShouldSwapAutomatically
    {
        get => options.ShouldSwapAutomatically;
        set => options.ShouldSwapAutomatically = value;
    }

    public bool IsEventDriven { get => options.IsEventDriven; set => options.IsEventDriven = value; }

    public bool IsContextControlDisabled { get => options.IsContextControlDisabled; set => options.IsContextControlDisabled = value; }

    public double FramesPerSecond { get => options.FramesPerSecond; set => options.FramesPerSecond = Math.Max(value, 0); }

    public double UpdatesPerSecond { get => options.UpdatesPerSecond; set => options.UpdatesPerSecond = Math.Max(value, 0); }

    public bool VSync { get => options.VSync; set => options.VSync = value; }

    public int? PreferredDepthBufferBits => options.PreferredDepthBufferBits;

    public int? PreferredStencilBufferBits => options.PreferredStencilBufferBits;

    public Vector4D<int>? PreferredBitDepth => options.PreferredBitDepth;

    public int? Samples => options.Samples;

    public bool TransparentFramebuffer => options.TransparentFramebuffer;

    public IGLContext? SharedContext => options.SharedContext;

    public string? WindowClass => options.WindowClass ?? Window.DefaultWindowClass;

    public VideoMode VideoMode => handle != 0 ? Monitor?.VideoMode ?? options.VideoMode : options.VideoMode;

    public IWindowHost? Parent => parent ?? Monitor;

    // The view's size, unlike the window's, does not exist before the window does.
    Vector2D<int> IViewProperties.Size => handle != 0 ? NativeSize() : default;

    public Vector2D<int> Size
    {
        get => handle != 0 ? options.Size = NativeSize() : options.Size;
        set
        {
            options.Size = value;
            if (handle != 0)
                NativeGlfw.glfwSetWindowSize(handle, value.X, value.Y);
        }
    }

    public Vector2D<int> FramebufferSize
    {
        get
        {
            int width = 0, height = 0;
            if (handle != 0)
                NativeGlfw.glfwGetFramebufferSize(handle, &width, &height);
            return new(width, height);
        }
    }

    public Rectangle<int> BorderSize
    {
        get
        {
            int left = 0, top = 0, right = 0, bottom = 0;
            if (handle != 0)
                NativeGlfw.glfwGetWindowFrameSize(handle, &left, &top, &right, &bottom);
            return new(left, top, left + right, top + bottom);
        }
    }

    public Vector2D<int> Position
    {
        get => handle != 0 ? options.Position = NativePosition() : options.Position;
        set
        {
            options.Position = value;
            if (handle != 0)
                NativeGlfw.glfwSetWindowPos(handle, value.X, value.Y);
        }
    }

    public string Title
    {
        get => options.Title;
        set
        {
            options.Title = value;
            if (handle != 0)
                NativeGlfw.glfwSetWindowTitle(handle, value);
        }
    }

    public bool IsVisible
    {
        get => handle != 0 ? NativeGlfw.glfwGetWindowAttrib(handle, NativeGlfw.Visible) != 0 : options.IsVisible;
        set
        {
            options.IsVisible = value;
            if (handle == 0)
                return;
            if (value)
                NativeGlfw.glfwShowWindow(handle);
            else
                NativeGlfw.glfwHideWindow(handle);
        }
    }

    public bool TopMost
    {
        get => handle != 0 ? NativeGlfw.glfwGetWindowAttrib(handle, NativeGlfw.Floating) != 0 : options.TopMost;
        set
        {
            options.TopMost = value;
            if (handle != 0)
                NativeGlfw.glfwSetWindowAttrib(handle, NativeGlfw.Floating, value ? 1 : 0);
        }
    }

    public WindowBorder WindowBorder
    {
        get => handle == 0 ? options.WindowBorder
            : NativeGlfw.glfwGetWindowAttrib(handle, NativeGlfw.Decorated) == 0 ? WindowBorder.Hidden
            : NativeGlfw.glfwGetWindowAttrib(handle, NativeGlfw.Resizable) != 0 ? WindowBorder.Resizable
            : WindowBorder.Fixed;
        set
        {
            options.WindowBorder = value;
            if (handle == 0)
                return;
            NativeGlfw.glfwSetWindowAttrib(handle, NativeGlfw.Decorated, value == WindowBorder.Hidden ? 0 : 1);
            NativeGlfw.glfwSetWindowAttrib(handle, NativeGlfw.Resizable, value == WindowBorder.Resizable ? 1 : 0);
        }
    }

    public WindowState WindowState
    {
        get => handle == 0 ? options.WindowState
            : NativeGlfw.glfwGetWindowAttrib(handle, NativeGlfw.Iconified) != 0 ? WindowState.Minimized
            : NativeGlfw.glfwGetWindowAttrib(handle, NativeGlfw.Maximized) != 0 ? WindowState.Maximized
            : NativeGlfw.glfwGetWindowMonitor(handle) != 0 ? WindowState.Fullscreen
            : WindowState.Normal;
        set
        {
            if (handle != 0)
            {
                if (WindowState == WindowState.Normal)
                {
                    windowedPosition = NativePosition();
                    windowedSize = NativeSize();
                }

                ApplyState(handle, value);
            }

            options.WindowState = value;
        }
    }

    /// <summary>The monitor of a full-screen window, or the one below the window's middle.</summary>
    /// <exception cref="InvalidOperationException">Set before Initialize.</exception>
    public IMonitor? Monitor
    {
        get
        {
            if (handle == 0)
                return initialMonitor;
            var all = GlfwMonitor.All();
            var full = NativeGlfw.glfwGetWindowMonitor(handle);
            var middle = NativePosition() + (NativeSize() / 2);
            return all.FirstOrDefault(m => full != 0 ? m.Handle == full : Contains(m.Bounds, middle)) ?? all.FirstOrDefault();
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (handle == 0)
                throw new InvalidOperationException("A window is on no monitor before it is initialised: make it by the monitor's CreateWindow.");
            if (WindowState == WindowState.Fullscreen)
                ShowOn(handle, (GlfwMonitor)value);
            else
                Position = value.Bounds.Origin;
        }
    }

    public IWindow CreateWindow(WindowOptions opts) => new GlfwWindow(opts, this, null);

    public Vector2D<int> PointToClient(Vector2D<int> point) => point - Position;

    public Vector2D<int> PointToScreen(Vector2D<int> point) => point + Position;

    public Vector2D<int> PointToFramebuffer(Vector2D<int> point)
    {
        Vector2D<int> size = Size, pixels = FramebufferSize;
        return size.X == 0 || size.Y == 0 ? point : new(point.X * pixels.X / size.X, point.Y * pixels.Y / size.Y);
    }

    /// <exception cref="InvalidOperationException">Before Initialize.</exception>
    /// <exception cref="ArgumentException">An icon's pixels are not width × height × 4 bytes.</exception>
    public void SetWindowIcon(ReadOnlySpan<RawImage> icons)
    {
        if (handle == 0)
            throw new InvalidOperationException("A window takes an icon only once it is initialised.");
        var pins = new System.Buffers.MemoryHandle[icons.Length];
        var images = stackalloc GlfwImage[icons.Length];
        try
        {
            for (var i = 0; i < icons.Length; i++)
            {
                var icon = icons[i];
                if (icon.Pixels.Length != icon.Width * icon.Height * 4)
                {
                    throw new ArgumentException(
                        $"Icon {i} of {icon.Width} × {icon.Height} has {icon.Pixels.Length} bytes instead of {icon.Width * icon.Height * 4}.",
                        nameof(icons));
                }
                pins[i] = icon.Pixels.Pin();
                images[i] = new GlfwImage { Width = icon.Width, Height = icon.Height, Pixels = (byte*)pins[i].Pointer };
            }

            NativeGlfw.glfwSetWindowIcon(handle, icons.Length, images);
        }
        finally
        {
            foreach (var pin in pins)
                pin.Dispose();
        }
    }

    internal void RaiseMove(Vector2D<int> position)
    {
        options.Position = position;
        Move?.Invoke(position);
    }

    internal void RaiseResize(Vector2D<int> size)
    {
        options.Size = size;
        Resize?.Invoke(size);
    }

    internal void RaiseFramebufferResize(Vector2D<int> size) => FramebufferResize?.Invoke(size);

    internal void RaiseClosing() => Closing?.Invoke();

    internal void RaiseFocusChanged(bool focused) => FocusChanged?.Invoke(focused);

    internal void RaiseStateChanged()
    {
        options.WindowState = WindowState;
        StateChanged?.Invoke(options.WindowState);
    }

    internal void RaiseFileDrop(string[] files) => FileDrop?.Invoke(files);

    private static bool Contains(Rectangle<int> area, Vector2D<int> point) =>
        point.X >= area.Origin.X && point.Y >= area.Origin.Y && point.X < area.Origin.X + area.Size.X && point.Y < area.Origin.Y + area.Size.Y;

    private Vector2D<int> NativeSize()
    {
        int width, height;
        NativeGlfw.glfwGetWindowSize(handle, &width, &height);
        return new(width, height);
    }

    private Vector2D<int> NativePosition()
    {
        int x, y;
        NativeGlfw.glfwGetWindowPos(handle, &x, &y);
        return new(x, y);
    }

    private void ApplyState(nint window, WindowState state)
    {
        if (state != WindowState.Fullscreen && NativeGlfw.glfwGetWindowMonitor(window) != 0)
            NativeGlfw.glfwSetWindowMonitor(window, 0, windowedPosition.X, windowedPosition.Y, windowedSize.X, windowedSize.Y, NativeGlfw.DontCare);
        switch (state)
        {
            case WindowState.Normal:
                NativeGlfw.glfwRestoreWindow(window);
                break;
            case WindowState.Minimized:
                NativeGlfw.glfwIconifyWindow(window);
                break;
            case WindowState.Maximized:
                NativeGlfw.glfwMaximizeWindow(window);
                break;
            case WindowState.Fullscreen when GlfwMonitor.Primary() is { } monitor:
                ShowOn(window, monitor);
                break;
        }
    }

    private void ShowOn(nint window, GlfwMonitor monitor)
    {
        var size = options.VideoMode.Resolution ?? monitor.Bounds.Size;
        NativeGlfw.glfwSetWindowMonitor(window, monitor.Handle, 0, 0, size.X, size.Y, options.VideoMode.RefreshRate ?? NativeGlfw.DontCare);
    }
}
