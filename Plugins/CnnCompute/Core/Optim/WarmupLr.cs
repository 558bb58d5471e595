// A linear warm-up before any other schedule.
namespace CnnCompute;

/// <summary>
/// torch.optim.lr_scheduler.LinearLR before another schedule, which begins when it is over: the first rate of that one times a factor that rises
/// evenly to 1. Most schedules have a warm-up of their own, from nearly nothing, which also shortens what follows.
/// </summary>
/// <param name="Schedule">What follows.</param>
/// <param name="Epochs">Epochs until the factor is 1.</param>
/// <param name="StartFactor">The factor of the first step.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <exception cref="ArgumentOutOfRangeException">The epochs are negative, or the factor is not above 0 and at most 1.</exception>
[Named("warm-up", "A rate that rises evenly to the first one of another schedule, which follows.")]
public sealed record WarmupLr(LrSchedule Schedule, double Epochs, double StartFactor = 1.0 / 3, long StepsPerEpoch = 1) : LrSchedule
{
    /// <summary>Epochs until the factor is 1.</summary>
    public double Epochs { get; init; } = NotNegative(Epochs);

    /// <summary>The factor of the first step.</summary>
    public double StartFactor { get; init; } = Fraction(StartFactor);

    /// <summary>Steps of an epoch.</summary>
    public long StepsPerEpoch { get; init; } = (long)Positive(StepsPerEpoch);

    /// <inheritdoc/>
    public override float At(long step)
    {
        var steps = (long)Math.Round(Epochs * StepsPerEpoch);
        return step >= steps ? Schedule.At(step - steps) : (float)(Schedule.At(0) * (StartFactor + ((1 - StartFactor) * step / steps)));
    }

    /// <inheritdoc/>
    public override LrSchedule Observe(double loss) => this with { Schedule = Schedule.Observe(loss) };

    /// <inheritdoc/>
    public override bool Observes => Schedule.Observes;
}
