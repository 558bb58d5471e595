// The settings of training a style net: each is declared here, and nowhere else.
using Engine;

namespace CnnCompute;

/// <summary>How a style net is trained.</summary>
public sealed record StyleTrainingOptions : Settings
{
    /// <summary>Steps of the whole run, over which the rate falls along a cosine.</summary>
    [Setting("Steps; ten thousand give a good net.", Least = 1)]
    public int Steps { get; init; } = 2000;

    /// <summary>Crops of a step.</summary>
    [Setting("Crops of a step.", Least = 1, Most = 1024), Compiled]
    public int Batch { get; init; } = 1;

    /// <summary>Side of the crops it learns from.</summary>
    [Setting("Side of the crops, a multiple of 4.", Least = 4, Most = 4096), Compiled]
    public int Size { get; init; } = 128;

    /// <summary>Longer side of the style picture as the trunk sees it.</summary>
    [Setting("Longer side of the style picture; larger makes finer strokes.", Least = 1, Most = 4096), Compiled]
    public int StyleSize { get; init; } = 256;

    /// <summary>Highest learning rate of Adam.</summary>
    [Setting("Highest learning rate.", Least = 0, Most = 1, Option = "--lr")]
    public float LearningRate { get; init; } = 3e-3f;

    /// <summary>Weight of the content layer.</summary>
    [Setting("How much of the content is kept.", Least = 0, Most = 1e6)]
    public float ContentWeight { get; init; } = 0.2f;

    /// <summary>Weight of the style.</summary>
    [Setting("How much the style counts.", Least = 0, Most = 1e6)]
    public float StyleWeight { get; init; } = 1;

    /// <summary>Weight of total variation.</summary>
    [Setting("How much roughness is punished.", Least = 0, Most = 1e6)]
    public float Smoothness { get; init; } = 1;

    /// <summary>Layers whose style counts; empty for the trunk's usual ones.</summary>
    [Setting("Layers whose style counts.", Form = "LAYER,…", Usual = "the model's usual ones"), Compiled]
    public Names StyleLayers { get; init; } = [];

    /// <summary>Layer whose values are kept; empty for the trunk's usual one.</summary>
    [Setting("Layer whose values are kept.", Form = "LAYER", Usual = "the model's usual one"), Compiled]
    public string ContentLayer { get; init; } = "";

    /// <summary>Seed of weights and crops.</summary>
    [Setting("The same seed gives the same net on the same device.", Least = 0), Compiled]
    public int Seed { get; init; } = 1;
}
