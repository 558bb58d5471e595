// Input of a view.
using Silk.NET.Input.Glfw;
using Silk.NET.Windowing;

namespace Silk.NET.Input;

public static class InputWindowExtensions
{
    /// <summary>The keyboard and mouse of an initialised view; dispose it before the view.</summary>
    /// <exception cref="InvalidOperationException">The view is not initialised.</exception>
    /// <exception cref="NotSupportedException">The view is not one of this package's windows.</exception>
    public static IInputContext CreateInput(this IView view)
    {
        if (!view.IsInitialized)
        {
            throw new InvalidOperationException(
                "A view has input only once it is initialised: call CreateInput in its Load event or after Initialize.");
        }
        return view.Native?.Glfw is { } handle
            ? new GlfwInputContext(view, handle)
            : throw new NotSupportedException($"No input platform knows a view of type {view.GetType().Name}.");
    }
}
