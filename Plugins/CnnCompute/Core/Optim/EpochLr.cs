// The base of schedules whose lengths are told in epochs.
namespace CnnCompute;

/// <summary>
/// A schedule that may begin with a linear warm-up and counts lengths in epochs, fractions too; with one step per epoch they are steps. What follows
/// the warm-up begins at its end, as with torch.optim.lr_scheduler.SequentialLR.
/// </summary>
/// <param name="Rate">The rate at the end of the warm-up.</param>
/// <param name="Warmup">Epochs in which the rate rises evenly, from one part of it in the first step; 0 for none.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <exception cref="ArgumentOutOfRangeException">The rate or the warm-up is negative, or the epoch has no steps.</exception>
public abstract record EpochLr(float Rate, double Warmup, long StepsPerEpoch) : LrSchedule
{
    /// <summary>The rate at the end of the warm-up.</summary>
    public float Rate { get; init; } = (float)NotNegative(Rate);

    /// <summary>Epochs in which the rate rises evenly.</summary>
    public double Warmup { get; init; } = NotNegative(Warmup);

    /// <summary>Steps of an epoch.</summary>
    public long StepsPerEpoch { get; init; } = (long)Positive(StepsPerEpoch);

    /// <summary>Steps of the warm-up.</summary>
    public long WarmupSteps() => (long)Math.Round(Warmup * StepsPerEpoch);

    /// <inheritdoc/>
    public sealed override float At(long step)
    {
        var warmup = WarmupSteps();
        return step < warmup ? Top * (step + 1) / warmup : (float)After(step - warmup);
    }

    /// <summary>What the warm-up rises to.</summary>
    private protected virtual float Top => Rate;

    /// <summary>The rate <paramref name="step"/> steps after the warm-up.</summary>
    private protected abstract double After(long step);

    /// <summary>Epochs since the warm-up.</summary>
    private protected double Epochs(long step) => step / (double)StepsPerEpoch;

    /// <summary>How many steps so many epochs are, one at least.</summary>
    private protected long StepsIn(double epochs) => Math.Max(1, (long)Math.Round(epochs * StepsPerEpoch));
}
