// Learning rates that fall as one over time.
namespace CnnCompute;

/// <summary>After t epochs the rate is rate / (1 + gamma·t) (Robbins and Monro, "A Stochastic Approximation Method", 1951).</summary>
/// <param name="Rate">The first rate.</param>
/// <param name="Gamma">How fast it falls: 1 halves it in the first epoch.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
[Named("inverse", "The rate is divided by 1 + gamma times the epochs so far.")]
public sealed record InverseLr(float Rate, double Gamma, double Warmup = 0, long StepsPerEpoch = 1) : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    /// <summary>How fast it falls.</summary>
    public double Gamma { get; init; } = NotNegative(Gamma);

    private protected override double After(long step) => Rate / (1 + (Gamma * Epochs(step)));
}
