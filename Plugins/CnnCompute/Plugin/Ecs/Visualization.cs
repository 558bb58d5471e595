// What a part of a network wants to see, as a picture that grows in the scene.
using Engine;

namespace CnnCompute;

/// <summary>
/// Publishes, under its entity's name, a picture from noise to which a class, a channel or a neuron answers more from step to step.
/// </summary>
public record struct Visualization()
{
    /// <summary>The classifier whose model it takes where its own is empty.</summary>
    [Compiled]
    public Entity Classifier { get; set; } = Entity.Null;

    /// <summary>
    /// Model file; relative paths start at the scene file's folder. Empty for the classifier's, and without one for <see cref="ModelFile.Usual"/>.
    /// </summary>
    [Compiled]
    public string Model { get; set; } = "";

    /// <summary>How bytes become input (<see cref="PixelNorm.Parse"/>).</summary>
    [Compiled]
    public string Norm { get; set; } = "";

    /// <summary>
    /// What is maximised: <c>class:281</c>, <c>fire8:42</c>, <c>mixed_4:3@5,5</c>, a layer, or a sum of them; empty for what shows the net
    /// best (<see cref="ModelFile.ShownObjective"/>), else the first class.
    /// </summary>
    [Compiled]
    public string Objective { get; set; } = "";

    /// <summary>Side of the picture; 0 for the network's own, else 224.</summary>
    [Compiled]
    public int Size { get; set; } = 0;

    /// <summary>How it grows.</summary>
    public VisualizerOptions Options { get; set; } = VisualizerOptions.Live;

    /// <summary>Milliseconds of each frame it may take; a longer step is spread over frames. 0 for a whole step in every frame.</summary>
    public float Budget { get; set; } = 8;

    /// <summary>Whether nothing differs but what a running one takes.</summary>
    internal readonly bool IsRunAs(in Visualization other) => Settings.NeedSamePlans(this, other) && Budget > 0 == other.Budget > 0;
}
