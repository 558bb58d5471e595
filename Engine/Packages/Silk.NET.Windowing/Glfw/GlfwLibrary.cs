// Starts GLFW once, and says in a sentence why it cannot.
using System.Runtime.InteropServices;

namespace Silk.NET.Windowing.Glfw;

internal static unsafe class GlfwLibrary
{
    private static bool ready;

    /// <summary>Why the last start failed; null after a success.</summary>
    internal static string? Problem { get; private set; }

    /// <summary>Initialises GLFW if it is not yet; false where there is no library or no display. A failure is not remembered.</summary>
    internal static bool Start()
    {
        if (ready)
            return true;
        if (!NativeLibrary.TryLoad(NativeGlfw.Library, out _))
        {
            Problem = $"{NativeGlfw.Library} could not be loaded; install Debian's package libglfw3 (apt-get install libglfw3).";
            return false;
        }

        // GLFW 3.4 tries Wayland first. Where an X server answers too, as in most sessions, windows are X's, like those of 3.3 and tested with them;
        // and where no Wayland is named, trying it would only complain. 3.3 does not know the hint, which TakeError forgets.
        if (Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 } || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is null or "")
        {
            NativeGlfw.glfwInitHint(NativeGlfw.Platform, NativeGlfw.PlatformX11);
            TakeError();
        }
        ready = NativeGlfw.glfwInit() != NativeGlfw.False;
        Problem = ready
            ? null
            : $"GLFW could not start ({TakeError()}); set DISPLAY to a running X server, or use xvfb-run, or run without a window.";
        return ready;
    }

    /// <summary>GLFW's last error on this thread in its own words, cleared by the call.</summary>
    internal static string TakeError()
    {
        byte* words = null;
        return NativeGlfw.glfwGetError(&words) == NativeGlfw.NoError ? "no reason given" : Marshal.PtrToStringUTF8((nint)words) ?? "no reason given";
    }
}
