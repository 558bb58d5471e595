// The settings of a style that is painted step by step: each is declared here, and nowhere else.
using Engine;

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
public sealed record NeuralStyleOptions : Settings
{
    /// <summary>Where a style starts that is painted in a scene, where one can see it grow for longer.</summary>
    public static NeuralStyleOptions Live { get; } = new() { Steps = 300 };

    /// <summary>Columns of the picture.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Rows of the picture.</summary>
    public int Height { get; init; } = 256;

    /// <summary>How style is described.</summary>
    public StyleMethod Method { get; init; } = StyleMethod.Gram;

    /// <summary>Which optimiser paints.</summary>
    [Setting("Which optimiser paints."), Compiled]
    public StyleOptimizer Optimizer { get; init; } = StyleOptimizer.Lbfgs;

    /// <summary>After how many steps whoever runs it stops; in a scene it rests then, with 0 never.</summary>
    [Setting("Steps of the optimiser.", Least = 0, Most = 100_000)]
    public int Steps { get; init; } = 150;

    /// <summary>The layer by which the content is known; empty for the net's usual one.</summary>
    [Setting("Layer whose values are kept, of adaIN the one that is decoded.", Form = "LAYER", Usual = "the model's usual one"), Compiled]
    public string ContentLayer { get; init; } = "";

    /// <summary>The layers by which style is known; empty for the net's usual ones.</summary>
    [Setting("Layers whose style counts.", Form = "LAYER,…", Usual = "the model's usual ones"), Compiled]
    public Names StyleLayers { get; init; } = [];

    /// <summary>Weight of what the content layer keeps.</summary>
    [Setting("How much of the content is kept.", Least = 0, Most = 1e6)]
    public float ContentWeight { get; init; } = 0.02f;

    /// <summary>Weight of style.</summary>
    [Setting("How much the style counts.", Least = 0, Most = 1e6)]
    public float StyleWeight { get; init; } = 1;

    /// <summary>Weight of total variation.</summary>
    [Setting("Weight of total variation: more is smoother.", Least = 0, Most = 1e6, Option = "--tv")]
    public float Smoothness { get; init; } = 1;

    /// <summary>L-BFGS's first step changes picture values by as much on average.</summary>
    [Setting("Adam's rate, of picture values of 0 to 1.", Least = 1e-5, Most = 1)]
    public float Rate { get; init; } = 0.03f;

    /// <summary>Longer side of a style picture as the net sees it, times that of the picture.</summary>
    [Setting("Size of the style pictures relative to the picture: larger makes larger strokes.", Least = 0.05, Most = 20), Compiled]
    public float StyleScale { get; init; } = 1;

    /// <summary>What the picture is at first.</summary>
    [Setting("What it begins with."), Compiled]
    public StyleStart Start { get; init; } = StyleStart.Content;

    /// <summary>Only brightness is taken over (Gatys et al., "Preserving Color in Neural Artistic Style Transfer", 2016).</summary>
    [Setting("Keep the content's colours: only brightness is painted."), Compiled]
    public bool OriginalColours { get; init; }

    /// <summary>L-BFGS's history.</summary>
    public int History { get; init; } = 10;

    /// <summary>Seed of noise.</summary>
    public ulong Seed { get; init; } = 1;
}
