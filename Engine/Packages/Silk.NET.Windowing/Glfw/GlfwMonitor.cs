// A monitor as GLFW sees it.
using System.Runtime.InteropServices;
using Silk.NET.Maths;

namespace Silk.NET.Windowing.Glfw;

internal sealed unsafe class GlfwMonitor(nint handle, int index) : IMonitor
{
    private float gamma = 1;

    internal nint Handle => handle;

    public string Name => Marshal.PtrToStringUTF8((nint)NativeGlfw.glfwGetMonitorName(handle)) ?? "";

    public int Index => index;

    public Rectangle<int> Bounds
    {
        get
        {
            int x, y;
            NativeGlfw.glfwGetMonitorPos(handle, &x, &y);
            var mode = NativeGlfw.glfwGetVideoMode(handle);
            return mode == null ? new(x, y, 0, 0) : new(x, y, mode->Width, mode->Height);
        }
    }

    public VideoMode VideoMode
    {
        get
        {
            var mode = NativeGlfw.glfwGetVideoMode(handle);
            return mode == null ? VideoMode.Default : Describe(*mode);
        }
    }

    /// <summary>The exponent last set here, 1 before.</summary>
    public float Gamma
    {
        get => gamma;
        set => NativeGlfw.glfwSetGamma(handle, gamma = value);
    }

    public IWindow CreateWindow(WindowOptions opts) => new GlfwWindow(opts, null, this);

    public IEnumerable<VideoMode> GetAllVideoModes()
    {
        int count;
        var modes = NativeGlfw.glfwGetVideoModes(handle, &count);
        var all = new VideoMode[count];
        for (var i = 0; i < count; i++)
            all[i] = Describe(modes[i]);
        return all;
    }

    internal static GlfwMonitor[] All()
    {
        int count;
        var handles = NativeGlfw.glfwGetMonitors(&count);
        var all = new GlfwMonitor[count];
        for (var i = 0; i < count; i++)
            all[i] = new(handles[i], i);
        return all;
    }

    // GLFW lists the primary monitor first.
    internal static GlfwMonitor? Primary() => NativeGlfw.glfwGetPrimaryMonitor() is not 0 and nint handle ? new(handle, 0) : null;

    private static VideoMode Describe(GlfwVideoMode mode) => new(new Vector2D<int>(mode.Width, mode.Height), mode.RefreshRate);
}
