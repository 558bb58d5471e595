// An image painted in the style of others.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, an image in other styles. With <see cref="Net"/> by one or two feed-forward nets, for every new picture; with
/// <see cref="Style"/> and <see cref="Model"/> by optimisation, seen as it grows, or by a decoder. Relative paths start at the scene file's folder.
/// </summary>
public record struct StyleTransfer()
{
    /// <summary>Name of the image that is painted.</summary>
    public string Image { get; set; } = "";

    /// <summary>File of a feed-forward style net.</summary>
    public string Net { get; set; } = "";

    /// <summary>File of a second one, mixed with the first.</summary>
    public string Second { get; set; } = "";

    /// <summary>Files of nets, or of style pictures, separated by commas: a key goes through them.</summary>
    public string Choices { get; set; } = "";

    /// <summary>The second net's share, 0..1.</summary>
    public float Blend { get; set; } = 0.5f;

    /// <summary>The painted picture's share over the image itself, 0..1.</summary>
    public float Strength { get; set; } = 1;

    /// <summary>Where: none (everywhere), split, circle, gradient, or a picture file. It multiplies the second net's share; of one net alone the strength.</summary>
    public string Mask { get; set; } = "none";

    /// <summary>Unit of the nets' pixels (byte, unit, torch, tf128, signed); empty for what their files say, else byte.</summary>
    public string Norm { get; set; } = "";

    /// <summary>Style pictures, files or images of the scene, separated by commas, each with a weight if wanted: <c>starry.jpg:2, wave.jpg:1</c>.</summary>
    public string Style { get; set; } = "";

    /// <summary>File of the trained net whose layers say what style and content are.</summary>
    public string Model { get; set; } = "";

    /// <summary>How style comes into the image.</summary>
    public StyleTechnique Method { get; set; } = StyleTechnique.Auto;

    /// <summary>Layers whose style counts, separated by commas; empty for the usual ones.</summary>
    public string StyleLayers { get; set; } = "";

    /// <summary>Layer whose values are kept, of AdaIN the one that is decoded; empty for the usual one.</summary>
    public string ContentLayer { get; set; } = "";

    /// <summary>File of AdaIN's decoder.</summary>
    public string Decoder { get; set; } = "";

    /// <summary>How much of the style AdaIN takes, 0..1.</summary>
    public float Alpha { get; set; } = 1;

    /// <summary>Which optimiser paints.</summary>
    public StyleOptimizer Optimizer { get; set; } = StyleOptimizer.Lbfgs;

    /// <summary>Weight of the content.</summary>
    public float ContentWeight { get; set; } = 0.02f;

    /// <summary>Weight of the style.</summary>
    public float StyleWeight { get; set; } = 1;

    /// <summary>Weight of smoothness.</summary>
    public float Smoothness { get; set; } = 1;

    /// <summary>Whether the image's colours stay.</summary>
    public bool OriginalColours { get; set; } = false;

    /// <summary>Steps after which optimisation rests; 0 for never.</summary>
    public int Steps { get; set; } = 300;

    /// <summary>Columns that are painted; 0 for as many as the image has.</summary>
    public int Width { get; set; } = 256;

    /// <summary>Rows; 0 for the image's proportions.</summary>
    public int Height { get; set; } = 0;

    /// <summary>Milliseconds of each frame it may take; longer work is spread over frames. 0 for all at once.</summary>
    public float Budget { get; set; } = 0;

    /// <summary>Frames over which one evaluation of nets is spread evenly; 1 or less leaves that to the budget.</summary>
    public int Spread { get; set; } = 1;
}
