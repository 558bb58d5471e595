// A network that dreams upon an image.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, what a net dreams of an image: a feedback that follows it. What needs other plans is compiled beside the
/// running dream; everything else changes from one step to the next.
/// </summary>
public record struct DeepDream()
{
    /// <summary>
    /// Model file (.safetensors, .onnx); relative paths start at the scene file's folder. Empty for <see cref="ModelFile.Usual"/>.
    /// </summary>
    [Compiled]
    public string Model { get; set; } = "";

    /// <summary>Name of the image it dreams upon.</summary>
    public string Image { get; set; } = "";

    /// <summary>Objectives that the keys go through; empty for the net's own layers.</summary>
    public Names Layers { get; set; } = Names.None;

    /// <summary>How it dreams.</summary>
    public DreamOptions Options { get; set; } = DreamOptions.Live;

    /// <summary>Pictures that guide and mask it; relative paths start at the scene file's folder.</summary>
    public DreamFiles Files { get; set; } = DreamFiles.None;

    /// <summary>How bytes become input (<see cref="PixelNorm.Parse"/>); empty for what the model says.</summary>
    [Compiled]
    public string Norm { get; set; } = "";

    /// <summary>Width of the dream.</summary>
    [Compiled]
    public int Width { get; set; } = 256;

    /// <summary>Height of the dream.</summary>
    [Compiled]
    public int Height { get; set; } = 192;

    /// <summary>Milliseconds of each frame it may take.</summary>
    public float Budget { get; set; } = 10;

    /// <summary>Counting it up begins anew from the image.</summary>
    public int Start { get; set; } = 0;
}
