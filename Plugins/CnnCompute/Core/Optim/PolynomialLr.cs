// Learning rates that fall as a power of what is left.
namespace CnnCompute;

/// <summary>
/// torch.optim.lr_scheduler.PolynomialLR: after the share p of the steps the rate is rate·(1 - p)^power, here above a floor that may be 0.
/// </summary>
/// <param name="Rate">The first rate.</param>
/// <param name="Steps">Steps in all, the warm-up's too.</param>
/// <param name="Power">1 is a straight line.</param>
/// <param name="Floor">The last rate.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
[Named("polynomial", "The rate falls to the floor as a power of the share that is left; power 1 is a straight line.")]
public sealed record PolynomialLr(float Rate, long Steps, double Power = 1, float Floor = 0, double Warmup = 0, long StepsPerEpoch = 1)
    : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    /// <summary>Steps in all, the warm-up's too.</summary>
    public long Steps { get; init; } = (long)NotNegative(Steps);

    /// <summary>1 is a straight line.</summary>
    public double Power { get; init; } = Positive(Power);

    /// <summary>The last rate.</summary>
    public float Floor { get; init; } = (float)NotNegative(Floor);

    private protected override double After(long step)
    {
        var left = Math.Max(0, 1 - (step / (double)Math.Max(1, Steps - WarmupSteps())));
        return Floor + ((Rate - Floor) * Math.Pow(left, Power));
    }
}
