// An image painted in the style of others.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, an image in other styles. With <see cref="Net"/> by one or two feed-forward nets, for every new picture; with
/// <see cref="Style"/> by optimisation, seen as it grows, or by a decoder. Relative paths start at the scene file's folder.
/// </summary>
public record struct StyleTransfer()
{
    /// <summary>Name of the image that is painted.</summary>
    [Compiled]
    public string Image { get; set; } = "";

    /// <summary>File of a feed-forward style net.</summary>
    [Compiled]
    public string Net { get; set; } = "";

    /// <summary>File of a second one, mixed with the first.</summary>
    [Compiled]
    public string Second { get; set; } = "";

    /// <summary>Files of nets, or of style pictures: a key goes through them.</summary>
    public Names Choices { get; set; } = Names.None;

    /// <summary>What paints, and how it is mixed.</summary>
    public StyleOptions Options { get; set; } = StyleOptions.Usual;

    /// <summary>How optimisation paints.</summary>
    public NeuralStyleOptions Painting { get; set; } = NeuralStyleOptions.Live;

    /// <summary>Unit of the nets' pixels (<see cref="PixelNorm.Names"/>); empty for what their files say, else byte.</summary>
    [Compiled]
    public string Norm { get; set; } = "";

    /// <summary>
    /// Style pictures, files or images of the scene, separated by commas, each with a weight if wanted: <c>starry.jpg:2, wave.jpg:1</c>.
    /// </summary>
    [Compiled]
    public string Style { get; set; } = "";

    /// <summary>
    /// File of the trained net whose layers say what style and content are; empty for <see cref="ModelFile.Usual"/>, but with a decoder, which is
    /// made for one net.
    /// </summary>
    [Compiled]
    public string Model { get; set; } = "";

    /// <summary>Columns that are painted; 0 for as many as the image has.</summary>
    [Compiled]
    public int Width { get; set; } = 256;

    /// <summary>Rows; 0 for the image's proportions.</summary>
    [Compiled]
    public int Height { get; set; } = 0;

    /// <summary>Milliseconds of each frame it may take; longer work is spread over frames. 0 for all at once.</summary>
    [Compiled]
    public float Budget { get; set; } = 0;

    /// <summary>Frames over which one evaluation of nets is spread evenly; 1 or less leaves that to the budget.</summary>
    [Compiled]
    public int Spread { get; set; } = 1;
}
