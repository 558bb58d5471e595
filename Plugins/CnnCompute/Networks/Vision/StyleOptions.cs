// The settings of a style, whatever paints it: each is declared here, and nowhere else.
using Engine;

namespace CnnCompute;

/// <summary>How style comes into an image.</summary>
public enum StyleTechnique
{
    /// <summary>Feed-forward nets where there are some, else <see cref="Gram"/>.</summary>
    Auto,

    /// <summary>Optimisation until Gram matrices agree.</summary>
    Gram,

    /// <summary>Optimisation until means and deviations of channels agree.</summary>
    Statistics,

    /// <summary>Statistics of channels set at once, and a decoder.</summary>
    AdaIN,
}

/// <summary>
/// Which technique paints, and how what nets paint is mixed; what is painted step by step has <see cref="NeuralStyleOptions"/> too.
/// </summary>
public sealed record StyleOptions : Settings
{
    /// <summary>The usual ones.</summary>
    public static StyleOptions Usual { get; } = new();

    /// <summary>How style comes into the picture.</summary>
    [Setting("gram (Gram matrices agree), statistics (means and deviations agree), adaIN (they are set at once and a decoder paints), or auto (nets "
        + "where given, else gram)."), Compiled]
    public StyleTechnique Method { get; init; } = StyleTechnique.Auto;

    /// <summary>The second net's share.</summary>
    [Setting("Share of the second net.", Least = 0, Most = 1)]
    public float Blend { get; init; } = 0.5f;

    /// <summary>The painted picture's share over the picture itself.</summary>
    [Setting("Share of what the nets paint over the picture as it is.", Least = 0, Most = 1)]
    public float Strength { get; init; } = 1;

    /// <summary>
    /// A name of <see cref="StyleMask.Shapes"/>, or a picture file: multiplies the second net's share, of one net alone the strength.
    /// </summary>
    [Setting("Where the second net shows, or one net alone: none (everywhere), split, circle, gradient, or a picture whose brightness says it.",
        Form = "SHAPE|FILE"), Compiled]
    public string Mask { get; init; } = "none";

    /// <summary>File of AdaIN's decoder.</summary>
    [Setting("For adaIN: a net from the content layer's values to pictures of 0 to 1.", Form = "FILE"), Compiled]
    public string Decoder { get; init; } = "";

    /// <summary>How much of the style AdaIN takes.</summary>
    [Setting("For adaIN: how much of the style is taken.", Least = 0, Most = 1)]
    public float Alpha { get; init; } = 1;

    /// <summary>What optimisation compares.</summary>
    public StyleMethod Compared => Method == StyleTechnique.Statistics ? StyleMethod.Statistics : StyleMethod.Gram;
}
