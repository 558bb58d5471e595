// Learning rates that fall by the same share all the time.
namespace CnnCompute;

/// <summary>
/// torch.optim.lr_scheduler.ExponentialLR: after t epochs the rate is rate·gamma^t, here in every step instead of at the ends of epochs.
/// </summary>
/// <param name="Rate">The first rate.</param>
/// <param name="Gamma">What an epoch multiplies it by.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
[Named("exponential", "The rate is multiplied by gamma in the course of each epoch.")]
public sealed record ExponentialLr(float Rate, double Gamma, double Warmup = 0, long StepsPerEpoch = 1) : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    /// <summary>What an epoch multiplies it by.</summary>
    public double Gamma { get; init; } = Positive(Gamma);

    private protected override double After(long step) => Rate * Math.Pow(Gamma, Epochs(step));
}
