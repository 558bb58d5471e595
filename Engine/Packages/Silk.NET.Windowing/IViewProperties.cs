// What every drawable surface has.
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Properties of a view. Sizes are in screen coordinates, rates per second with 0 for no limit.</summary>
public interface IViewProperties
{
    bool ShouldSwapAutomatically { get; set; }

    /// <summary>True: DoEvents waits for an event.</summary>
    bool IsEventDriven { get; set; }

    bool IsContextControlDisabled { get; set; }

    Vector2D<int> Size { get; }

    double FramesPerSecond { get; set; }

    double UpdatesPerSecond { get; set; }

    GraphicsAPI API { get; }

    /// <summary>True turns the frame limiter off; a Vulkan swapchain chooses its own present mode.</summary>
    bool VSync { get; set; }

    VideoMode VideoMode { get; }

    int? PreferredDepthBufferBits { get; }

    int? PreferredStencilBufferBits { get; }

    Vector4D<int>? PreferredBitDepth { get; }

    int? Samples { get; }
}
