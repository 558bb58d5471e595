// Conveniences on views and windows.
using Silk.NET.Core;
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

public static class WindowExtensions
{
    /// <summary>Initialises the view, runs its loop until it is closing, and resets it: its surface is gone when this returns.</summary>
    public static void Run(this IView view)
    {
        view.Initialize();
        view.Run(() =>
        {
            view.DoEvents();
            if (!view.IsClosing)
                view.DoUpdate();
            if (!view.IsClosing)
                view.DoRender();
        });
        view.DoEvents();
        view.Reset();
    }

    public static T Invoke<T>(this IView view, Func<T> t) => (T)view.Invoke((Delegate)t);

    public static void Invoke(this IView view, Action t) => view.Invoke((Delegate)t);

    public static void SwapBuffers(this IView view) => view.GLContext?.SwapBuffers();

    public static void MakeCurrent(this IView view) => view.GLContext?.MakeCurrent();

    public static void ClearContext(this IView view) => view.GLContext?.Clear();

    /// <summary>Size with the border.</summary>
    public static Vector2D<int> GetFullSize(this IWindow window) => window.Size + window.BorderSize.Size;

    /// <summary>Moves the window to the middle of a monitor, or of the one it is on.</summary>
    /// <exception cref="InvalidOperationException">There is no monitor.</exception>
    public static void Center(this IWindow window, IMonitor? monitor = null)
    {
        monitor ??= window.Monitor ?? throw new InvalidOperationException("The window is on no monitor: name the one to centre it on.");
        window.Position = monitor.Bounds.Origin + ((monitor.Bounds.Size - window.GetFullSize()) / 2);
    }

    public static void SetDefaultIcon(this IWindow window) => window.SetWindowIcon([]);

    public static void SetWindowIcon(this IWindow window, ref RawImage icon) => window.SetWindowIcon(new ReadOnlySpan<RawImage>(in icon));
}
