// Where a network looks, as a picture.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, the picture that a network sees with a heat map of what made it say so. Each map is about one picture: where a
/// method takes longer than a frame, both change together when it is done.
/// </summary>
public record struct Saliency()
{
    /// <summary>The classifier whose model, image, class names and crop it takes where its own are empty; none for its own alone.</summary>
    [Compiled]
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>
    /// Model file; relative paths start at the scene file's folder. Empty for the classifier's, and without one for <see cref="ModelFile.Usual"/>.
    /// </summary>
    [Compiled]
    public string Model { get; set; } = "";

    /// <summary>Name of the image it looks at.</summary>
    [Compiled]
    public string Image { get; set; } = "";

    /// <summary>File of class names, one a line.</summary>
    [Compiled]
    public string Labels { get; set; } = "";

    /// <summary>How bytes become input (<see cref="PixelNorm.Parse"/>).</summary>
    [Compiled]
    public string Norm { get; set; } = "";

    /// <summary>Share of the picture's middle that is looked at; 0 for the classifier's.</summary>
    [Compiled]
    public float Crop { get; set; } = 0;

    /// <summary>How the places that matter are found.</summary>
    public AttributionOptions Options { get; set; } = AttributionOptions.Live;

    /// <summary>
    /// The class that is explained, by number or name; empty (or -1) for the most probable one, of a trunk without classes for its strongest feature.
    /// </summary>
    public string Class { get; set; } = "";

    /// <summary>How the heat map is shown.</summary>
    public HeatOptions Heat { get; set; } = HeatOptions.Usual;

    /// <summary>Width of the picture; its height follows from the network's input.</summary>
    [Compiled]
    public int Width { get; set; } = 512;

    /// <summary>Side of the square that networks of any size look at; 0 for the classifier's, else 224.</summary>
    [Compiled]
    public int Size { get; set; } = 0;

    /// <summary>Milliseconds of each frame it may take; a longer run is spread over frames. 0 for all at once.</summary>
    public float Budget { get; set; } = 8;

    /// <summary>Whether nothing differs but what a running method takes.</summary>
    internal readonly bool IsRunAs(in Saliency other) => Settings.NeedSamePlans(this, other) && Budget > 0 == other.Budget > 0;
}
