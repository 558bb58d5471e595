// The mouse pointer over a GLFW window.
using Silk.NET.Core;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed unsafe class GlfwCursor(nint window) : ICursor, IDisposable
{
    private const int ModeOfCursor = 0x33001, RawMotion = 0x33005, ModeNormal = 0x34001, ModeHidden = 0x34002, ModeDisabled = 0x34003;
    private const int FirstShape = 0x36001;

    private CursorType type;
    private StandardCursor standard;
    private int hotspotX, hotspotY;
    private RawImage image;
    private nint made;

    public CursorType Type { get => type; set => Change(ref type, value); }

    /// <exception cref="InvalidOperationException">GLFW has no such pointer.</exception>
    public StandardCursor StandardCursor
    {
        get => standard;
        set
        {
            if (!IsSupported(value))
                throw new InvalidOperationException($"GLFW has no pointer {value}: it has those from Default to VResize.");
            Change(ref standard, value);
        }
    }

    public int HotspotX { get => hotspotX; set => Change(ref hotspotX, value); }

    public int HotspotY { get => hotspotY; set => Change(ref hotspotY, value); }

    public RawImage Image { get => image; set => Change(ref image, value); }

    public bool IsConfined
    {
        get => false;
        set
        {
            if (value)
                throw new NotSupportedException("GLFW 3.3 cannot confine the pointer to a window: use CursorMode.Disabled to lock it.");
        }
    }

    public CursorMode CursorMode
    {
        get => NativeGlfw.glfwGetInputMode(window, ModeOfCursor) switch
        {
            ModeHidden => CursorMode.Hidden,
            ModeDisabled => NativeGlfw.glfwGetInputMode(window, RawMotion) != 0 ? CursorMode.Raw : CursorMode.Disabled,
            _ => CursorMode.Normal,
        };
        set
        {
            var mode = value switch
            {
                CursorMode.Normal => ModeNormal,
                CursorMode.Hidden => ModeHidden,
                CursorMode.Disabled or CursorMode.Raw => ModeDisabled,
                _ => throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such cursor mode."),
            };
            NativeGlfw.glfwSetInputMode(window, ModeOfCursor, mode);
            if (NativeGlfw.glfwRawMouseMotionSupported() != 0)
                NativeGlfw.glfwSetInputMode(window, RawMotion, value == CursorMode.Raw ? 1 : 0);
        }
    }

    public bool IsSupported(CursorMode mode) => mode switch
    {
        CursorMode.Normal or CursorMode.Hidden or CursorMode.Disabled => true,
        CursorMode.Raw => NativeGlfw.glfwRawMouseMotionSupported() != 0,
        _ => false,
    };

    public bool IsSupported(StandardCursor standardCursor) => standardCursor is >= StandardCursor.Default and <= StandardCursor.VResize;

    public void Dispose()
    {
        NativeGlfw.glfwSetCursor(window, 0);
        Destroy();
    }

    private void Change<T>(ref T field, T value)
    {
        if (EqualityComparer<T>.Default.Equals(field, value))
            return;
        field = value;
        var next = type == CursorType.Custom ? MakeCustom() : standard == StandardCursor.Default ? 0
            : NativeGlfw.glfwCreateStandardCursor(FirstShape + (int)standard - (int)StandardCursor.Arrow);
        NativeGlfw.glfwSetCursor(window, next);
        Destroy();
        made = next;
    }

    private void Destroy()
    {
        if (made != 0)
            NativeGlfw.glfwDestroyCursor(made);
        made = 0;
    }

    // The default pointer until the picture is complete: its parts are set one by one.
    private nint MakeCustom()
    {
        if (image.Width <= 0 || image.Height <= 0 || image.Pixels.Length != image.Width * image.Height * 4)
            return 0;
        using var pin = image.Pixels.Pin();
        var native = new GlfwImage { Width = image.Width, Height = image.Height, Pixels = (byte*)pin.Pointer };
        return NativeGlfw.glfwCreateCursor(&native, hotspotX, hotspotY);
    }
}
