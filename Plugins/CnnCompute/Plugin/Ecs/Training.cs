// A network that learns while the scene runs.
using Engine;

namespace CnnCompute;

/// <summary>
/// Trains a network within the frames' budget. Whoever names this entity as a model, such as a <see cref="Classifier"/>, looks at the very weights
/// that change. Published are <c>NAME filters</c>, the first layer's, <c>NAME gradients</c>, their lengths by layer and step, curves for
/// <see cref="TrainingCurves"/> and, where it validates, <c>NAME confusion</c> and <c>NAME mistakes</c>, eight of them side by side.
/// </summary>
public record struct Training()
{
    /// <summary>A recipe by name (<c>cnn train --list recipes</c>) or as a file; relative paths start at the scene file's folder.</summary>
    [Compiled]
    public string Recipe { get; set; } = "fashion";

    /// <summary>
    /// What it learns from in place of the recipe's: a folder, zip, CSV or name, as <c>cnn train --data</c> takes it; or <c>scene:NAME</c>, what the
    /// <see cref="SceneCamera"/> of that name sees while the scene runs.
    /// </summary>
    [Compiled]
    public string Data { get; set; } = "";

    /// <summary>The network in place of the recipe's.</summary>
    [Compiled]
    public string Model { get; set; } = "";

    /// <summary>Epochs in place of the recipe's; 0 for those.</summary>
    [Compiled]
    public int Epochs { get; set; } = 0;

    /// <summary>Pictures of a step in place of the recipe's; 0 for those.</summary>
    [Compiled]
    public int Batch { get; set; } = 0;

    /// <summary>Seed in place of the recipe's; 0 for that.</summary>
    [Compiled]
    public int Seed { get; set; } = 0;

    /// <summary>
    /// The optimiser in place of the recipe's, as a recipe writes it (<c>adam</c>, <c>sgd: {momentum: 0.9}</c>); empty for that. Its rate is the
    /// recipe's, multiplied by the ratio of what is usual for the two; what was learnt is kept when it changes.
    /// </summary>
    [Compiled]
    public string Optimizer { get; set; } = "";

    /// <summary>Whether the recipe's augmentation is used; what was learnt is kept when it changes.</summary>
    [Compiled]
    public bool Augment { get; set; } = true;

    /// <summary>Counting it up begins anew, with new weights.</summary>
    [Compiled]
    public int Start { get; set; } = 0;

    /// <summary>Where checkpoints are kept, and continued from; relative paths start at the working folder. Empty for nowhere.</summary>
    [Compiled]
    public string Out { get; set; } = "";

    /// <summary>Whether it trains.</summary>
    public bool Running { get; set; } = true;

    /// <summary>While it does not run, counting it up makes as many steps.</summary>
    public int Steps { get; set; } = 0;

    /// <summary>What the schedule's rates are multiplied by.</summary>
    public float Rate { get; set; } = 1;

    /// <summary>Milliseconds of each frame it may take.</summary>
    public float Budget { get; set; } = 20;

    /// <summary>Whether keys edit it; not where others of the scene want the same ones.</summary>
    public bool Keys { get; set; } = true;

    /// <summary>Whether one runs as the other does but for what may change between two steps.</summary>
    internal readonly bool IsRunAs(in Training other) =>
        this with { Running = other.Running, Steps = other.Steps, Rate = other.Rate, Budget = other.Budget, Keys = other.Keys } == other;
}

/// <summary>On an entity with a LineChart: how a training goes.</summary>
public record struct TrainingCurves()
{
    /// <summary>The training.</summary>
    public Entity Training { get; set; } = Entity.Null;

    /// <summary><c>loss</c> or <c>accuracy</c>.</summary>
    public string Show { get; set; } = "loss";
}
