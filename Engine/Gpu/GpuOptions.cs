// How a Gpu is opened: validation, window surface, device choice and the folders it reads and writes.
namespace Engine;

/// <summary>Options of <see cref="Gpu.Open"/>; the defaults suit the player, tests switch <see cref="Validation"/> on.</summary>
public sealed record GpuOptions
{
    /// <summary>Enables the Khronos validation layer with synchronisation validation; <c>CNN_VALIDATION=1</c> does the same.</summary>
    public bool Validation { get; init; } = EnvironmentVariables.Validation;

    /// <summary>Enables presentation to a window: the swapchain device extension and <see cref="InstanceExtensions"/>.</summary>
    public bool Surface { get; init; }

    /// <summary>Instance extensions the window system asks for, by name.</summary>
    public string[] InstanceExtensions { get; init; } = [];

    /// <summary>Part of a device's name (any case) or its index in <see cref="Gpu.List"/>; null takes the best device.</summary>
    public string? Device { get; init; } = EnvironmentVariables.Gpu;

    /// <summary>
    /// The folder that holds the shaders, or several separated by ':', searched in order; what none of them has is taken from the engine's packages.
    /// Null is for those alone; in a build from the repository it looks for <c>Shaders</c> upwards from the program.
    /// </summary>
    public string? ShaderFolder { get; init; }

    /// <summary>
    /// Where compiled shaders and pipelines are kept; null is <c>$XDG_CACHE_HOME/cnnplayground</c> or <c>~/.cache/cnnplayground</c>.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Counts Vulkan's calls and makes chosen ones fail, for tests; null is what <c>CNN_FAULT</c> says.</summary>
    public VulkanFaults? Faults { get; init; } = VulkanFaults.Default;

    internal bool DebugNames => Validation || EnvironmentVariables.Debug > 0;

    internal string[] FindShaderFolders()
    {
        if (ShaderFolder is not null)
            return [.. ShaderFolder.Split(Path.PathSeparator).Select(Path.GetFullPath)];
        if (ShaderArchive.OfProgram is not null)
            return [];
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var shaders = Path.Combine(at.FullName, "Shaders");
            if (Directory.Exists(shaders) || File.Exists(Path.Combine(at.FullName, "CnnPlayground.sln")))
                return [shaders];
        }
        throw new GpuException($"no Shaders folder found upwards from {AppContext.BaseDirectory}",
            "run the program from inside its repository or set GpuOptions.ShaderFolder");
    }

    internal string FindCacheFolder()
    {
        if (CacheFolder is not null)
            return Path.GetFullPath(CacheFolder);
        return Path.Combine(Path.GetFullPath(EnvironmentVariables.CacheHome), "cnnplayground");
    }
}
