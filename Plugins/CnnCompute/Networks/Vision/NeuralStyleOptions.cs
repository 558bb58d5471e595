// What a picture is optimised for.
namespace CnnCompute;

/// <summary>What the picture is before the first step.</summary>
public enum StyleStart
{
    /// <summary>The content picture.</summary>
    Content,

    /// <summary>Noise around grey.</summary>
    Noise,

    /// <summary>The first style picture, stretched.</summary>
    Style,
}

/// <summary>Which optimiser paints.</summary>
public enum StyleOptimizer
{
    /// <summary>L-BFGS: about half as many steps for the same loss, each a little dearer.</summary>
    Lbfgs,

    /// <summary>Adam.</summary>
    Adam,
}

/// <summary>Settings of <see cref="NeuralStyle"/>; weights may change while it runs, what decides the graph may not.</summary>
public sealed record NeuralStyleOptions
{
    /// <summary>Columns of the picture.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Rows of the picture.</summary>
    public int Height { get; init; } = 256;

    /// <summary>Layers whose style counts; empty for the net's usual ones.</summary>
    public IReadOnlyList<string> StyleLayers { get; init; } = [];

    /// <summary>Layer whose values are kept; empty for the net's usual one.</summary>
    public string ContentLayer { get; init; } = "";

    /// <summary>How style is described.</summary>
    public StyleMethod Method { get; init; } = StyleMethod.Gram;

    /// <summary>Which optimiser paints.</summary>
    public StyleOptimizer Optimizer { get; init; } = StyleOptimizer.Lbfgs;

    /// <summary>What it begins with.</summary>
    public StyleStart Start { get; init; } = StyleStart.Content;

    /// <summary>Longer side of a style picture as the net sees it, times that of the picture: larger strokes above 1.</summary>
    public float StyleScale { get; init; } = 1;

    /// <summary>Whether the content's colours stay: only brightness is taken over (Gatys et al., "Preserving Color in Neural Artistic Style Transfer", 2016).</summary>
    public bool OriginalColours { get; init; }

    /// <summary>Weight of what the content layer keeps.</summary>
    public float ContentWeight { get; init; } = 0.02f;

    /// <summary>Weight of style.</summary>
    public float StyleWeight { get; init; } = 1;

    /// <summary>Weight of total variation: larger is smoother.</summary>
    public float Smoothness { get; init; } = 1;

    /// <summary>Adam's rate, in picture values of 0..1; L-BFGS's first step changes them by as much on average.</summary>
    public float Rate { get; init; } = 0.03f;

    /// <summary>L-BFGS's history.</summary>
    public int History { get; init; } = 10;

    /// <summary>Seed of noise.</summary>
    public ulong Seed { get; init; } = 1;
}
