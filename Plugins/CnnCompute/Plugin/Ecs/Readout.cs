// Brings what a classifier says into labels and charts.
using Engine;

namespace CnnCompute;

/// <summary>What a readout shows.</summary>
public enum ReadoutKind
{
    /// <summary>The most probable class.</summary>
    Top,

    /// <summary>Its probability.</summary>
    Probability,

    /// <summary>The true class of the picture.</summary>
    Truth,

    /// <summary>How many pictures were named rightly so far.</summary>
    Accuracy,

    /// <summary>Name, size and work of the network.</summary>
    Network,

    /// <summary>Frames a second, and the device.</summary>
    Rate,

    /// <summary>How a heat map was found: the method, and its layer where it has one.</summary>
    Method,

    /// <summary>What a heat map explains: the class and its probability, or the objective.</summary>
    Explained,

    /// <summary>What a visualization maximises, how far it is, and in which step.</summary>
    Objective,
}

/// <summary>On an entity with a Label: replaces its text; the label's own text, if any, goes before it.</summary>
public record struct Readout()
{
    /// <summary>The classifier.</summary>
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>The heat map, for <see cref="ReadoutKind.Method"/> and <see cref="ReadoutKind.Explained"/>.</summary>
    public Entity Saliency { get; set; } = Entity.Null;

    /// <summary>The growing picture, for <see cref="ReadoutKind.Objective"/>.</summary>
    public Entity Visualization { get; set; } = Entity.Null;

    /// <summary>What is shown.</summary>
    public ReadoutKind Show { get; set; } = ReadoutKind.Top;
}

/// <summary>On an entity with a BarChart: a bar for each of the most probable classes, the true one marked.</summary>
public record struct ClassBars()
{
    /// <summary>The classifier.</summary>
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>How many classes.</summary>
    public int Count { get; set; } = 5;
}
