// Where windows come from.
using Silk.NET.Windowing.Glfw;

namespace Silk.NET.Windowing;

/// <summary>Makes windows by the first platform that works here; GLFW is the one there is.</summary>
public static class Window
{
    private static readonly List<IWindowPlatform> Known = [new GlfwPlatform()];

    public static IReadOnlyCollection<IWindowPlatform> Platforms => Known;

    /// <summary>The class a window belongs to on X11, where its options name none.</summary>
    public static string? DefaultWindowClass => "Silk.NET";

    /// <summary>Whether no platform that works here has windows; so too where none works at all.</summary>
    public static bool IsViewOnly => Known.All(platform => platform.IsViewOnly || !platform.IsApplicable);

    public static void Add(IWindowPlatform platform)
    {
        if (!Known.Contains(platform))
            Known.Add(platform);
    }

    public static void Remove(IWindowPlatform platform) => Known.Remove(platform);

    /// <summary>The first platform that works here, or null; with <paramref name="viewOnly"/> only one without windows counts.</summary>
    public static IWindowPlatform? GetWindowPlatform(bool viewOnly) =>
        Known.FirstOrDefault(platform => (!viewOnly || platform.IsViewOnly) && platform.IsApplicable);

    /// <summary>A window that appears when it is initialised.</summary>
    /// <exception cref="PlatformNotSupportedException">No display, or no GLFW; the message says which.</exception>
    public static IWindow Create(WindowOptions options) =>
        (Known.FirstOrDefault(platform => !platform.IsViewOnly && platform.IsApplicable) ?? throw NoPlatform).CreateWindow(options);

    /// <summary>A view, here always a window.</summary>
    /// <exception cref="PlatformNotSupportedException">No display, or no GLFW; the message says which.</exception>
    public static IView GetView(ViewOptions? options = null) => (GetWindowPlatform(false) ?? throw NoPlatform).GetView(options);

    private static PlatformNotSupportedException NoPlatform =>
        new($"No window can be opened: {GlfwLibrary.Problem ?? "no window platform is registered."}");
}
