// A surface to draw on, with its events and its loop.
using Silk.NET.Core.Contexts;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>A view. Every member belongs to the thread that created it, except Invoke and ContinueEvents.</summary>
public interface IView : IViewProperties, IGLContextSource, IVkSurfaceSource, INativeWindowSource, IDisposable
{
    event Action<Vector2D<int>>? Resize;

    /// <summary>In pixels: the one a swapchain follows; 0 × 0 when minimised.</summary>
    event Action<Vector2D<int>>? FramebufferResize;

    event Action? Closing;

    event Action<bool>? FocusChanged;

    /// <summary>Raised inside Initialize, when the native window exists.</summary>
    event Action? Load;

    /// <summary>Seconds since the previous update.</summary>
    event Action<double>? Update;

    /// <summary>Seconds since the previous render.</summary>
    event Action<double>? Render;

    nint Handle { get; }

    /// <summary>True before Initialize and after Reset too.</summary>
    bool IsClosing { get; }

    /// <summary>Seconds since Initialize.</summary>
    double Time { get; }

    Vector2D<int> FramebufferSize { get; }

    bool IsInitialized { get; }

    void Initialize();

    void DoRender();

    void DoUpdate();

    void DoEvents();

    /// <summary>Ends the wait of an event-driven DoEvents, from any thread.</summary>
    void ContinueEvents();

    /// <summary>Destroys the native window: whatever was made of its surface must be gone by then.</summary>
    void Reset();

    void Focus();

    void Close();

    Vector2D<int> PointToClient(Vector2D<int> point);

    Vector2D<int> PointToScreen(Vector2D<int> point);

    Vector2D<int> PointToFramebuffer(Vector2D<int> point);

    /// <summary>Runs a delegate in the view's next DoRender and waits for its result.</summary>
    object Invoke(Delegate d, params object[] args);

    /// <summary>Calls the action until the view is closing.</summary>
    void Run(Action onFrame);
}
