// The mouse of a GLFW window, with clicks told from double clicks.
using System.Diagnostics;
using System.Numerics;
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Input.Glfw;

internal sealed unsafe class GlfwMouse(nint window) : IMouse
{
    private static readonly MouseButton[] Buttons = [.. Enum.GetValues<MouseButton>().Where(button => button != MouseButton.Unknown)];
    private readonly ScrollWheel[] wheels = new ScrollWheel[1];
    private readonly GlfwCursor cursor = new(window);
    private bool scrolled;

    // A press that is a click unless a second one makes it a double click.
    private MouseButton? firstButton;
    private Vector2 firstPosition;
    private long firstTime;

    public event Action<IMouse, MouseButton>? MouseDown;

    public event Action<IMouse, MouseButton>? MouseUp;

    public event Action<IMouse, MouseButton, Vector2>? Click;

    public event Action<IMouse, MouseButton, Vector2>? DoubleClick;

    public event Action<IMouse, Vector2>? MouseMove;

    public event Action<IMouse, ScrollWheel>? Scroll;

    public string Name => "Silk.NET Mouse (via GLFW)";

    public int Index => 0;

    public bool IsConnected => true;

    public IReadOnlyList<MouseButton> SupportedButtons => Buttons;

    public IReadOnlyList<ScrollWheel> ScrollWheels => wheels;

    public ICursor Cursor => cursor;

    public int DoubleClickTime { get; set; } = 500;

    public int DoubleClickRange { get; set; } = 4;

    public Vector2 Position
    {
        get
        {
            double x, y;
            NativeGlfw.glfwGetCursorPos(window, &x, &y);
            return new((float)x, (float)y);
        }
        set => NativeGlfw.glfwSetCursorPos(window, value.X, value.Y);
    }

    // GLFW knows eight buttons.
    public bool IsButtonPressed(MouseButton btn) =>
        btn is >= MouseButton.Left and <= MouseButton.Button8 && NativeGlfw.glfwGetMouseButton(window, (int)btn) != 0;

    internal void RaiseMove(Vector2 position) => MouseMove?.Invoke(this, position);

    internal void RaiseScroll(ScrollWheel wheel)
    {
        wheels[0] = wheel;
        scrolled = true;
        Scroll?.Invoke(this, wheel);
    }

    internal void RaiseButton(MouseButton button, bool pressed)
    {
        if (!pressed)
        {
            MouseUp?.Invoke(this, button);
            return;
        }

        MouseDown?.Invoke(this, button);
        var position = Position;
        var moved = Vector2.Abs(position - firstPosition);
        if (firstButton == button && !IsTooLate && moved.X < DoubleClickRange && moved.Y < DoubleClickRange)
        {
            firstButton = null;
            DoubleClick?.Invoke(this, button, position);
            return;
        }

        FinishClick();
        firstButton = button;
        firstPosition = position;
        firstTime = Stopwatch.GetTimestamp();
    }

    /// <summary>Once per update of the view: a wheel that stood still reads zero, and a lone press that waited long enough is a click.</summary>
    internal void Update()
    {
        if (!scrolled)
            wheels[0] = default;
        scrolled = false;
        if (firstButton != null && IsTooLate)
            FinishClick();
    }

    internal void DisposeCursor() => cursor.Dispose();

    private bool IsTooLate => Stopwatch.GetElapsedTime(firstTime).TotalMilliseconds > DoubleClickTime;

    private void FinishClick()
    {
        if (firstButton is not { } button)
            return;
        firstButton = null;
        Click?.Invoke(this, button, Position);
    }
}
