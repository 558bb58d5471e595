// How a view is made.
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Options of a view; the defaults are copies.</summary>
public struct ViewOptions : IViewProperties
{
    public ViewOptions(
        double framesPerSecond, double updatesPerSecond, GraphicsAPI api, bool isVSync, bool shouldSwapAutomatically, VideoMode videoMode,
        int? preferredDepthBufferBits = null, int? preferredStencilBufferBits = null, Vector4D<int>? preferredBitDepth = null,
        bool isEventDriven = false, int? samples = null, bool isContextControlDisabled = false)
    {
        FramesPerSecond = framesPerSecond;
        UpdatesPerSecond = updatesPerSecond;
        API = api;
        VSync = isVSync;
        ShouldSwapAutomatically = shouldSwapAutomatically;
        VideoMode = videoMode;
        PreferredDepthBufferBits = preferredDepthBufferBits;
        PreferredStencilBufferBits = preferredStencilBufferBits;
        PreferredBitDepth = preferredBitDepth;
        IsEventDriven = isEventDriven;
        IsContextControlDisabled = isContextControlDisabled;
        Samples = samples;
    }

    public static ViewOptions Default => new(0, 0, GraphicsAPI.Default, true, true, VideoMode.Default);

    public static ViewOptions DefaultVulkan => new(0, 0, GraphicsAPI.DefaultVulkan, false, false, VideoMode.Default);

    public bool ShouldSwapAutomatically { get; set; }

    public bool IsEventDriven { get; set; }

    public bool IsContextControlDisabled { get; set; }

    public double FramesPerSecond { get; set; }

    public double UpdatesPerSecond { get; set; }

    public GraphicsAPI API { get; set; }

    public bool VSync { get; set; }

    public VideoMode VideoMode { get; set; }

    public int? PreferredDepthBufferBits { get; set; }

    public int? PreferredStencilBufferBits { get; set; }

    public Vector4D<int>? PreferredBitDepth { get; set; }

    public int? Samples { get; set; }

    readonly Vector2D<int> IViewProperties.Size =>
        throw new InvalidOperationException("View options have no size: only a view that exists has one.");
}
