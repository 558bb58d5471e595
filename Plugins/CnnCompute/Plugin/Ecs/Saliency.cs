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
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>Model file; relative paths start at the scene file's folder.</summary>
    public string Model { get; set; } = "";

    /// <summary>Name of the image it looks at.</summary>
    public string Image { get; set; } = "";

    /// <summary>File of class names, one a line.</summary>
    public string Labels { get; set; } = "";

    /// <summary>How bytes become input (torch, tf128, signed, unit, byte).</summary>
    public string Norm { get; set; } = "";

    /// <summary>Share of the picture's middle that is looked at; 0 for the classifier's.</summary>
    public float Crop { get; set; } = 0;

    /// <summary>How the places that matter are found.</summary>
    public AttributionMethod Method { get; set; } = AttributionMethod.GradCam;

    /// <summary>The layer of Grad-CAM; empty for the last maps before the classifier.</summary>
    public string Layer { get; set; } = "";

    /// <summary>The class that is explained, by number or name; empty (or -1) for the most probable one.</summary>
    public string Class { get; set; } = "";

    /// <summary>What is explained instead of a class: <c>fire5:42</c> and the like.</summary>
    public string Objective { get; set; } = "";

    /// <summary>Gradients of SmoothGrad and integrated gradients; 0 for 25 and 50.</summary>
    public int Samples { get; set; } = 0;

    /// <summary>Share of the heat map in the mixture.</summary>
    public float Opacity { get; set; } = 0.6f;

    /// <summary>Colours of the heat map.</summary>
    public ColourMap Map { get; set; } = ColourMap.Inferno;

    /// <summary>Width of the picture; its height follows from the network's input.</summary>
    public int Width { get; set; } = 512;

    /// <summary>Side of the square that networks of any size look at; 0 for the classifier's, else 224.</summary>
    public int Size { get; set; } = 0;

    /// <summary>Milliseconds of each frame it may take; a longer run is spread over frames. 0 for all at once.</summary>
    public float Budget { get; set; } = 8;

    /// <summary>By value; the record's own equality boxes enums for as long as it runs unoptimised, and this is asked every frame.</summary>
    public readonly bool Equals(Saliency other) => IsRunAs(other)
        && (Class, Opacity, Budget) == (other.Class, other.Opacity, other.Budget);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Classifier, Model, Image, (int)Method, Layer);

    /// <summary>Whether nothing differs but what a running method takes.</summary>
    internal readonly bool IsRunAs(in Saliency other) => Classifier == other.Classifier
        && (Model, Image, Labels, Norm, Layer, Objective) == (other.Model, other.Image, other.Labels, other.Norm, other.Layer, other.Objective)
        && ((int)Method, (int)Map, Crop, Samples, Width, Size, Budget > 0) == ((int)other.Method, (int)other.Map, other.Crop, other.Samples, other.Width, other.Size, other.Budget > 0);
}
