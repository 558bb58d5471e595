// Learning rates that fall at given epochs.
namespace CnnCompute;

/// <summary>torch.optim.lr_scheduler.MultiStepLR: the rate is multiplied by <paramref name="Gamma"/> at each milestone.</summary>
/// <param name="Rate">The first rate.</param>
/// <param name="Milestones">Epochs at which it falls, in rising order.</param>
/// <param name="Gamma">What it is multiplied by.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
/// <exception cref="ArgumentException">Milestones do not rise.</exception>
[Named("multi-step", "The rate is multiplied by gamma at each of the milestones, in epochs.")]
public sealed record MultiStepLr(float Rate, IReadOnlyList<float> Milestones, double Gamma = 0.1, double Warmup = 0, long StepsPerEpoch = 1)
    : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    /// <summary>Epochs at which the rate falls, in rising order.</summary>
    public IReadOnlyList<float> Milestones { get; } = Rising(Milestones);

    /// <summary>What it is multiplied by.</summary>
    public double Gamma { get; init; } = Positive(Gamma);

    private protected override double After(long step)
    {
        var passed = 0;
        while (passed < Milestones.Count && step >= (long)Math.Round(Milestones[passed] * StepsPerEpoch))
            passed++;
        return Rate * Math.Pow(Gamma, passed);
    }

    private static EqualList<float> Rising(IReadOnlyList<float> milestones)
    {
        for (var i = 0; i < milestones.Count; i++)
        {
            if (!(milestones[i] >= (i == 0 ? 0 : milestones[i - 1])))
                throw new ArgumentException($"Learning rates: milestones {string.Join(", ", milestones)} must rise from 0", nameof(milestones));
        }
        return [.. milestones];
    }
}
