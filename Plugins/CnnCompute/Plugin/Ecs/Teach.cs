// A camera that is taught by showing it things.
using Engine;

namespace CnnCompute;

/// <summary>
/// Keeps pictures as examples of classes and says which class a picture is of, while examples are shown: a trunk that stays as it is gives features,
/// a head is made of them within the frames' budget. Published are <c>NAME picture</c>, which the newest answer is about, <c>NAME sight</c>, the
/// square that the trunk looks at, <c>NAME class 1</c> and so on, the last example of each class, and <c>NAME examples</c>, the last ones in a row
/// for each.
/// </summary>
public record struct Teach()
{
    /// <summary>Name of the image it looks at.</summary>
    public string Image { get; set; } = "";

    /// <summary>The trunk, any model file; relative paths start at the scene file's folder. Empty for the one that comes with the program.</summary>
    [Compiled]
    public string Model { get; set; } = "";

    /// <summary>Names of the classes; a class that is shown and has no name here is called by its number. Renamed, its examples follow.</summary>
    public ClassList Classes { get; set; } = ClassList.Empty;

    /// <summary>What answers.</summary>
    public TeachHead Head { get; set; } = TeachHead.Prototypes;

    /// <summary>
    /// Certainty below which an answer is none of the classes: a cosine, or a probability of heads that are trained. 0 for the usual.
    /// </summary>
    public float Threshold { get; set; } = 0;

    /// <summary>Milliseconds of each frame it may take; 0 for a whole round in every frame.</summary>
    public float Budget { get; set; } = 12;

    /// <summary>Side of the squares that the trunk looks at, where it takes any: a multiple of 32.</summary>
    [Compiled]
    public int Size { get; set; } = Teaching.UsualSide;

    /// <summary>Share of the picture's middle that is looked at.</summary>
    public float Crop { get; set; } = 1;

    /// <summary>
    /// Folder of examples, with a folder for each class, read at the beginning and written; relative paths start at the working folder. Empty for
    /// nowhere.
    /// </summary>
    [Compiled]
    public string Out { get; set; } = "";

    /// <summary>The class, from 1, that is chosen: what is added, cleared and counted.</summary>
    public int Chosen { get; set; } = 1;

    /// <summary>The class, from 1, whose examples are being shown; 0 for none.</summary>
    public int Showing { get; set; } = 0;

    /// <summary>Counting it up adds an example to the chosen class.</summary>
    public int Adds { get; set; } = 0;

    /// <summary>Counting it up takes the last example away.</summary>
    public int Undos { get; set; } = 0;

    /// <summary>Counting it up takes all examples of the chosen class away.</summary>
    public int Clears { get; set; } = 0;

    /// <summary>Counting it up writes the model.</summary>
    public int Exports { get; set; } = 0;

    /// <summary>The model that is written, .onnx or .safetensors; empty for an ONNX file beside the examples, or in <c>out</c>.</summary>
    public string Export { get; set; } = "";

    /// <summary>Whether one is compiled as the other is.</summary>
    internal readonly bool IsMadeAs(in Teach other) => (Model, Size, Out) == (other.Model, other.Size, other.Out);
}
