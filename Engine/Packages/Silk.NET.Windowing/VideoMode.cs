// Resolution and refresh rate of a monitor.
using Silk.NET.Maths;

namespace Silk.NET.Windowing;

/// <summary>Resolution in pixels and rate in Hz; null means whatever the monitor has.</summary>
public readonly struct VideoMode
{
    public VideoMode(Vector2D<int>? resolution = null, int? refreshRate = null)
    {
        Resolution = resolution;
        RefreshRate = refreshRate;
    }

    public VideoMode(int refreshRate) : this(null, refreshRate)
    {
    }

    public static VideoMode Default => new(null, null);

    public Vector2D<int>? Resolution { get; }

    public int? RefreshRate { get; }
}
