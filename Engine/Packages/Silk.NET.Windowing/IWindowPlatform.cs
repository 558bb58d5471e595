// A way of making windows.
namespace Silk.NET.Windowing;

public interface IWindowPlatform : IWindowHost
{
    bool IsViewOnly { get; }

    /// <summary>Whether windows can be made here and now.</summary>
    bool IsApplicable { get; }

    IView GetView(ViewOptions? opts = null);

    IEnumerable<IMonitor> GetMonitors();

    IMonitor GetMainMonitor();

    bool IsSourceOfView(IView view);
}
