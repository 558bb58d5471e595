// The graphics interface of a window, with its version.
namespace Silk.NET.Windowing;

/// <summary>Interface, profile, flags and version a window is made for.</summary>
public struct GraphicsAPI
{
    public GraphicsAPI(ContextAPI api, ContextProfile profile, ContextFlags flags, APIVersion apiVersion)
    {
        API = api;
        Profile = profile;
        Flags = flags;
        Version = apiVersion;
    }

    public GraphicsAPI(ContextAPI api, APIVersion apiVersion) : this(api, ContextProfile.Core, ContextFlags.Default, apiVersion)
    {
    }

    /// <summary>OpenGL 3.3 core.</summary>
    public static GraphicsAPI Default => new(ContextAPI.OpenGL, ContextProfile.Core, ContextFlags.ForwardCompatible, new APIVersion(3, 3));

    /// <summary>Vulkan 1.1 or newer: the version has no effect on the window.</summary>
    public static GraphicsAPI DefaultVulkan => new(ContextAPI.Vulkan, new APIVersion(1, 1));

    /// <summary>A window without any graphics interface.</summary>
    public static GraphicsAPI None => new(ContextAPI.None, new APIVersion(0, 0));

    public ContextAPI API { get; set; }

    public ContextProfile Profile { get; set; }

    public ContextFlags Flags { get; set; }

    public APIVersion Version { get; set; }
}
