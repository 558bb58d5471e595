// A linear warm-up before any other schedule.
namespace CnnCompute;

/// <summary>
/// torch.optim.lr_scheduler.LinearLR before another schedule, which begins when it is over: the first rate of that one times a factor that rises
/// evenly to 1. Most schedules have a warm-up of their own, from nearly nothing.
/// </summary>
/// <param name="Schedule">What follows.</param>
/// <param name="WarmupSteps">Steps until the factor is 1.</param>
/// <param name="StartFactor">The factor of the first step.</param>
public sealed record WarmupLr(LrSchedule Schedule, long WarmupSteps, double StartFactor = 1.0 / 3) : LrSchedule
{
    /// <summary>Steps until the factor is 1.</summary>
    public long WarmupSteps { get; init; } = (long)NotNegative(WarmupSteps);

    /// <summary>The factor of the first step.</summary>
    public double StartFactor { get; init; } = Fraction(StartFactor);

    /// <inheritdoc/>
    public override float At(long step) => step >= WarmupSteps
        ? Schedule.At(step - WarmupSteps)
        : (float)(Schedule.At(0) * (StartFactor + ((1 - StartFactor) * step / WarmupSteps)));

    /// <inheritdoc/>
    public override LrSchedule Observe(double loss) => this with { Schedule = Schedule.Observe(loss) };
}
