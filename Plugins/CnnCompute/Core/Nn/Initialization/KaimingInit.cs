// Weights by He et al.
namespace CnnCompute;

/// <summary>What the two Kaiming initialisations share (He et al., "Delving Deep into Rectifiers", 2015).</summary>
/// <param name="Fan">"in" keeps the variance of signals, "out" that of gradients.</param>
/// <param name="Nonlinearity">What follows the layer: see <see cref="Init.Gain"/>.</param>
/// <param name="Slope">The slope of a leaky rectifier.</param>
/// <param name="Names">Which parameters; null for every weight.</param>
/// <exception cref="ArgumentException">There is no such fan or nonlinearity.</exception>
public abstract record KaimingInit(string Fan, string Nonlinearity, double Slope, string? Names) : Initialization(Names)
{
    /// <summary>"in" or "out".</summary>
    public string Fan { get; init; } = Fan is "in" or "out"
        ? Fan
        : throw new ArgumentException($"Kaiming: fan is \"{Fan}\"; it must be \"in\" or \"out\"", nameof(Fan));

    private readonly double gain = Init.Gain(Nonlinearity, Slope);

    /// <summary>The deviation for such a weight: gain / √fan.</summary>
    private protected double Std(string key, Shape shape) =>
        gain / Math.Sqrt(Fan == "in" ? Init.FanIn(Weight(key, shape)) : Init.FanOut(Weight(key, shape)));
}
