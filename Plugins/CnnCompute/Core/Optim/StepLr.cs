// Learning rates that fall in even stairs.
namespace CnnCompute;

/// <summary>torch.optim.lr_scheduler.StepLR: the rate is multiplied by <paramref name="Gamma"/> every <paramref name="StepSize"/> epochs.</summary>
/// <param name="Rate">The first rate.</param>
/// <param name="StepSize">Epochs between two falls.</param>
/// <param name="Gamma">What it is multiplied by.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
[Named("step", "The rate is multiplied by gamma every stepSize epochs.")]
public sealed record StepLr(float Rate, double StepSize, double Gamma = 0.1, double Warmup = 0, long StepsPerEpoch = 1)
    : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    /// <summary>Epochs between two falls.</summary>
    public double StepSize { get; init; } = Positive(StepSize);

    /// <summary>What it is multiplied by.</summary>
    public double Gamma { get; init; } = Positive(Gamma);

    private protected override double After(long step) => Rate * Math.Pow(Gamma, step / StepsIn(StepSize));
}
