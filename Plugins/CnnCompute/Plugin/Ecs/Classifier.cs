// A network that names what an image shows.
using Engine;

namespace CnnCompute;

/// <summary>
/// Runs a model on an image of the scene every frame; labels, bars and feature maps refer to its entity. Scores come some frames after their picture,
/// which is published, until there are newer ones, as <c>NAME picture</c>: what shows both shows that.
/// </summary>
public record struct Classifier()
{
    /// <summary>Model file (.safetensors, .onnx); relative paths start at the scene file's folder.</summary>
    public string Model { get; set; } = "";

    /// <summary>Name of the image it looks at.</summary>
    public string Image { get; set; } = "";

    /// <summary>The source that knows the true class of the pictures; none when nobody does.</summary>
    public Entity Truth { get; set; } = Entity.Null;

    /// <summary>File of class names, one a line; empty for the model's own.</summary>
    public string Labels { get; set; } = "";

    /// <summary>How bytes become input, as <see cref="PixelNorm.Parse"/> reads it; empty for what the model says.</summary>
    public string Norm { get; set; } = "";

    /// <summary>What the scores are (<see cref="ScoreForms.Names"/>); empty for what the network's computation tells.</summary>
    public string Scores { get; set; } = "";

    /// <summary>Name of the output that holds classes; empty for the one that looks like it.</summary>
    public string Output { get; set; } = "";

    /// <summary>Share of the picture's middle that is looked at: 0.875 is the usual centre crop.</summary>
    public float Crop { get; set; } = 1;

    /// <summary>Side of the square that a net which takes any size looks at; 0 for 224. Others look at their own size.</summary>
    public int Size { get; set; } = 0;

    /// <summary>Milliseconds of each frame the network may take; a longer run is spread over frames. 0 for all at once.</summary>
    public float Budget { get; set; } = 0;

    /// <summary>That of an entity; one as it is by itself where there is none.</summary>
    internal static Classifier Of(World world, Entity entity) => world.TryFind<Classifier>(entity, out var found) ? found : new Classifier();
}
