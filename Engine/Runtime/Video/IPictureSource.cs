// What gives a scene its pictures, with what is known of them.
namespace Engine;

/// <summary>A running side that publishes pictures whose classes may be known: a stream (<see cref="Feed"/>) or an eye in the world.</summary>
public interface IPictureSource
{
    /// <summary>The newest picture on the device.</summary>
    GpuImage Image { get; }

    /// <summary>What it is: its number, and its class where known.</summary>
    PictureInfo Picture { get; }

    /// <summary>Names of the classes by label; empty where nobody knows them.</summary>
    IReadOnlyList<string> Classes { get; }
}
