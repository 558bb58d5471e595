// The settings of a picture that is found again from a layer: each is declared here, and nowhere else.
using Engine;

namespace CnnCompute;

/// <summary>Settings of <see cref="FeatureInversion"/>.</summary>
public sealed record InversionOptions : Settings
{
    /// <summary>Steps of Adam.</summary>
    [Setting("Steps of Adam.", Least = 1, Most = 100_000)]
    public int Steps { get; init; } = 200;

    /// <summary>Adam's rate; it falls evenly to a tenth over the second half.</summary>
    [Setting("Adam's rate.", Least = 1e-6, Most = 100)]
    public float Rate { get; init; } = 0.05f;

    /// <summary>
    /// False: the first half of the steps changes frequencies in decorrelated colours, by which deep layers give shapes and not noise; the second
    /// half changes pixels, which shallow layers know exactly. True: all of them change pixels.
    /// </summary>
    [Setting("Change pixels instead of frequencies in decorrelated colours."), Compiled]
    public bool Pixels { get; init; }

    /// <summary>Weight of the mean difference of neighbouring values.</summary>
    [Setting("Weight of total variation.", Least = 0, Most = 1e6, Option = "--smooth", Form = "WEIGHT"), Compiled]
    public float TotalVariation { get; init; } = 0.05f;

    /// <summary>
    /// Weight of the mean sixth power of the distance from grey, by which no value goes further to the ends of the range than the layer asks for.
    /// </summary>
    public float Alpha { get; init; } = 0.01f;

    /// <summary>Of the noise it starts from.</summary>
    [Setting("Of the noise that it starts from."), Compiled]
    public int Seed { get; init; }
}
