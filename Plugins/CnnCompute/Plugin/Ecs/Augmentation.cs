// What training does to pictures, in the scene.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, an image as training would see it: a list of transforms, drawn anew every few frames. All of it may be edited
/// while it runs.
/// </summary>
public record struct Augmentation()
{
    /// <summary>Name of the image that is changed.</summary>
    [Compiled]
    public string Image { get; set; } = "";

    /// <summary>
    /// The transforms, in order, as <see cref="CnnCompute.Transforms.Parse"/> reads them: <c>random-rotation degrees=30, colour-jitter
    /// brightness=0.4</c>.
    /// </summary>
    [Compiled]
    public string Transforms { get; set; } = "random-horizontal-flip, random-rotation degrees=20, colour-jitter brightness=0.4 hue=0.1";

    /// <summary>How many samples are drawn at once, in about square rows.</summary>
    [Compiled]
    public int Count { get; set; } = 4;

    /// <summary>Side of the published picture, which is a square.</summary>
    [Compiled]
    public int Size { get; set; } = 512;

    /// <summary>Frames after which all is drawn anew; the picture itself is always the newest.</summary>
    public int Interval { get; set; } = 30;

    /// <summary>Seed of what is drawn.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Milliseconds of each frame it may take; a longer run is spread over frames. 0 for all at once.</summary>
    public float Budget { get; set; } = 8;

    /// <summary>Whether nothing differs but what a running one takes.</summary>
    internal readonly bool IsRunAs(in Augmentation other) => Settings.NeedSamePlans(this, other) && Budget > 0 == other.Budget > 0;
}
