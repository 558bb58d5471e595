// What one may say of a net when opening it.
namespace CnnCompute;

/// <summary>Options of <see cref="Net.Open"/>; the defaults are what the file says of itself.</summary>
public sealed record NetOptions
{
    /// <summary>File of class names, one a line, or JSON, YAML or CSV; empty for the model's own, or those in a fitting file beside it.</summary>
    public string Labels { get; init; } = "";

    /// <summary>How bytes become input, as <see cref="PixelNorm.Parse"/> reads it; empty for what the file says.</summary>
    public string Norm { get; init; } = "";

    /// <summary>What its scores are: <c>softmax</c>, <c>sigmoid</c> or <c>none</c>; empty for what the network's computation tells.</summary>
    public string Scores { get; init; } = "";

    /// <summary>Name of the output that holds classes; empty for the one that looks like it.</summary>
    public string Output { get; init; } = "";

    /// <summary>Side in pixels of what a net that takes any size looks at; 0 for 224.</summary>
    public int Size { get; init; }

    /// <summary>Activations in 16 bits: half the memory, and on many devices faster. Accuracy is that of 16 bits.</summary>
    public bool Half { get; init; }

    /// <summary>Most pictures that go through the net at once.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>The model with what is said of it.</summary>
    /// <exception cref="ArgumentException">A statement cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file of labels holds none, or the model takes no pictures.</exception>
    public ModelFile Apply(ModelFile found)
    {
        var model = found.With(ModelStatement.Of(Norm, Scores, Output), Labels.Length > 0 ? ClassLabels.Read(Labels) : null);
        model.NeedPictures();
        return model;
    }
}
