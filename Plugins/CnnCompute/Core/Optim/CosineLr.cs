// Learning rates that fall along half a cosine, once or again and again.
namespace CnnCompute;

/// <summary>
/// Linear warm-up, then half a cosine from the rate down to a floor at the end (Loshchilov and Hutter, "SGDR", 2017): without restarts
/// torch.optim.lr_scheduler.CosineAnnealingLR, with them CosineAnnealingWarmRestarts.
/// </summary>
/// <param name="Rate">The rate at the end of the warm-up.</param>
/// <param name="Steps">Steps in all, the warm-up's too; restarts do without.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="Floor">The last rate.</param>
/// <param name="T0">Epochs until the first restart; 0 for none.</param>
/// <param name="TMult">How many times as long each round is as the one before.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
[Named("cosine", "Half a cosine down to the floor, after a linear warm-up; with t0 it restarts after that many epochs.")]
public sealed record CosineLr(float Rate, long Steps, double Warmup = 0, float Floor = 0, double T0 = 0, int TMult = 1, long StepsPerEpoch = 1)
    : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    /// <summary>Steps in all, the warm-up's too.</summary>
    public long Steps { get; init; } = (long)NotNegative(Steps);

    /// <summary>The last rate.</summary>
    public float Floor { get; init; } = (float)NotNegative(Floor);

    /// <summary>Epochs until the first restart; 0 for none.</summary>
    public double T0 { get; init; } = NotNegative(T0);

    /// <summary>How many times as long each round is as the one before.</summary>
    public int TMult { get; init; } = (int)Positive(TMult);

    private protected override double After(long step)
    {
        var progress = T0 > 0 ? Round(step) : Math.Min(1.0, step / (double)Math.Max(1, Steps - WarmupSteps()));
        return Floor + ((Rate - Floor) * 0.5 * (1 + Math.Cos(Math.PI * progress)));
    }

    // The share of the round that is over. Rounds that grow at least double: there are few.
    private double Round(long step)
    {
        var length = StepsIn(T0);
        if (TMult == 1)
            return step % length / (double)length;
        while (step >= length)
            (step, length) = (step - length, length * TMult);
        return step / (double)length;
    }
}
