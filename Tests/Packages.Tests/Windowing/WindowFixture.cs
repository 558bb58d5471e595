// A window on the test display, and waiting for what a display does in its own time.
using Silk.NET.Maths;
using Silk.NET.Windowing;

namespace Packages.Tests;

internal static class WindowFixture
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    internal static IWindow Create(GraphicsAPI? api = null, Vector2D<int>? size = null)
    {
        TestDisplay.Require();
        return Window.Create(WindowOptions.DefaultVulkan with
        {
            API = api ?? GraphicsAPI.None,
            Size = size ?? new Vector2D<int>(320, 240),
            Title = "a test's window",
        });
    }

    internal static IWindow Open(GraphicsAPI? api = null, Vector2D<int>? size = null)
    {
        var window = Create(api, size);
        window.Initialize();
        return window;
    }

    /// <summary>Handles events until the condition holds; fails after a time no display needs.</summary>
    internal static void Until(IView view, Func<bool> condition, string what)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!condition())
        {
            view.DoEvents();
            view.DoUpdate();
            if (System.Diagnostics.Stopwatch.GetElapsedTime(start) > Patience)
                Assert.Fail($"After {Patience.TotalSeconds} s of events: {what} did not happen.");
            Thread.Yield();
        }
    }
}
