// Learning rates that fall when validation no longer gets better.
namespace CnnCompute;

/// <summary>
/// torch.optim.lr_scheduler.ReduceLROnPlateau: where the validation loss has not fallen for more than <paramref name="Patience"/> validations, the
/// rate is multiplied by <paramref name="Factor"/>. <see cref="Observe"/> takes a loss and gives the schedule to go on with; what it has seen is its
/// <see cref="State"/>, which a checkpoint keeps and <c>with { State = … }</c> restores.
/// </summary>
/// <param name="Rate">The first rate.</param>
/// <param name="Factor">What the rate is multiplied by, below 1.</param>
/// <param name="Patience">Validations without a better loss that are let pass.</param>
/// <param name="Threshold">How much better counts: a share of the best loss, or an amount where it is not relative.</param>
/// <param name="Relative">Whether the threshold is a share.</param>
/// <param name="Cooldown">Validations after a fall in which none is counted.</param>
/// <param name="MinRate">Below it the rate does not fall.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <exception cref="ArgumentOutOfRangeException">A number is negative, or the factor is not below 1.</exception>
[Named("plateau", "The rate is multiplied by the factor when the validation loss has not fallen for longer than patience epochs.")]
public sealed record PlateauLr(
    float Rate, double Factor = 0.1, int Patience = 10, double Threshold = 1e-4, bool Relative = true, int Cooldown = 0, float MinRate = 0,
    double Warmup = 0, long StepsPerEpoch = 1) : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    // PyTorch's eps: a fall by less is not worth one.
    private const double SmallestFall = 1e-8;

    /// <summary>What the rate is multiplied by.</summary>
    public double Factor { get; init; } = Factor is > 0 and < 1 ? Factor : throw Refused(Factor, nameof(Factor), "must be between 0 and 1");

    /// <summary>Validations without a better loss that are let pass.</summary>
    public int Patience { get; init; } = (int)NotNegative(Patience);

    /// <summary>How much better counts.</summary>
    public double Threshold { get; init; } = NotNegative(Threshold);

    /// <summary>Validations after a fall in which none is counted.</summary>
    public int Cooldown { get; init; } = (int)NotNegative(Cooldown);

    /// <summary>Below it the rate does not fall.</summary>
    public float MinRate { get; init; } = (float)NotNegative(MinRate);

    /// <summary>What it has seen so far.</summary>
    public PlateauState State { get; init; } = new(Rate);

    /// <summary>The schedule that follows from a validation's loss; NaN is no better than anything.</summary>
    public override LrSchedule Observe(double loss)
    {
        var (rate, best, bad, cooldown) = State;
        if (best is not { } b || loss < (Relative ? b * (1 - Threshold) : b - Threshold))
            (best, bad) = (double.IsNaN(loss) ? null : (double?)loss, double.IsNaN(loss) ? bad + 1 : 0);
        else
            bad++;
        if (cooldown > 0)
            (cooldown, bad) = (cooldown - 1, 0);
        if (bad > Patience)
        {
            var lower = Math.Max(rate * Factor, MinRate);
            (rate, cooldown, bad) = (rate - lower > SmallestFall ? lower : rate, Cooldown, 0);
        }
        return this with { State = new PlateauState(rate, best, bad, cooldown) };
    }

    /// <inheritdoc/>
    public override bool Observes => true;

    private protected override float Top => (float)State.Rate;

    private protected override double After(long step) => State.Rate;
}

/// <summary>What <see cref="PlateauLr"/> has seen.</summary>
/// <param name="Rate">The rate now.</param>
/// <param name="Best">The lowest loss; null before the first.</param>
/// <param name="Bad">Validations since then that were no better.</param>
/// <param name="Cooldown">Validations in which none is counted yet.</param>
public sealed record PlateauState(double Rate, double? Best = null, int Bad = 0, int Cooldown = 0);
