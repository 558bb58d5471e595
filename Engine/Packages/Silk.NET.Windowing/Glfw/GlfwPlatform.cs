// GLFW as a window platform.
namespace Silk.NET.Windowing.Glfw;

internal sealed class GlfwPlatform : IWindowPlatform
{
    public bool IsViewOnly => false;

    public bool IsApplicable => GlfwLibrary.Start();

    public IWindow CreateWindow(WindowOptions opts) => new GlfwWindow(opts, null, null);

    public IView GetView(ViewOptions? opts = null) => CreateWindow(new WindowOptions(opts ?? ViewOptions.Default));

    public IEnumerable<IMonitor> GetMonitors() => GlfwMonitor.All();

    public IMonitor GetMainMonitor() => GlfwMonitor.Primary() ?? throw new PlatformNotSupportedException("The display has no monitor.");

    public bool IsSourceOfView(IView view) => view is GlfwWindow;
}
