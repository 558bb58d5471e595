// The environment variables that the program heeds, read here and nowhere else.
namespace Engine;

/// <summary>What the environment asks for.</summary>
public static class EnvironmentVariables
{
    /// <summary>
    /// <c>CNN_DEBUG</c>: how much is told. 1 plans and stack traces, 2 also the time of each step, 3 also graphs, 4 also where SPIR-V lies; what is
    /// no number counts as 1.
    /// </summary>
    public static int Debug { get; } = Read("CNN_DEBUG") is not { } text ? 0 : int.TryParse(text, out var level) ? level : 1;

    /// <summary><c>CNN_VALIDATION=1</c>: whether Vulkan's validation is on and its messages are told as they come.</summary>
    public static bool Validation { get; } = Read("CNN_VALIDATION") == "1";

    /// <summary><c>CNN_GPU</c>: part of a device's name, or its index; null takes the best one.</summary>
    public static string? Gpu { get; } = Read("CNN_GPU");

    /// <summary><c>CNN_FAULT</c>: Vulkan calls that shall fail, for tests; as the engine's VulkanFaults reads them.</summary>
    public static string? Fault { get; } = Read("CNN_FAULT");

    /// <summary><c>CNN_HOME</c>: the folder that holds the program's Scenes; the current one where the launcher did not set it.</summary>
    public static string Home { get; } = Read("CNN_HOME") ?? ".";

    /// <summary><c>XDG_CACHE_HOME</c>, or <c>~/.cache</c>: the folder under which caches lie.</summary>
    public static string CacheHome { get; } =
        Read("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");

    /// <summary><c>DISPLAY</c> or <c>WAYLAND_DISPLAY</c>: whether the session names a display.</summary>
    public static bool NamesDisplay => Display is not null || Read("WAYLAND_DISPLAY") is not null;

    /// <summary><c>DISPLAY</c>: the X11 display of the session; null where it has none.</summary>
    public static string? Display => Read("DISPLAY");

    /// <summary><c>PATH</c>: the folders in which programs are looked for.</summary>
    public static IReadOnlyList<string> SearchPath => Read("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];

    // An empty variable counts as none.
    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
