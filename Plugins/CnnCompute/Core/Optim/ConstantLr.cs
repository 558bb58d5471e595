// The learning rate that stays.
namespace CnnCompute;

/// <summary>The same rate throughout, after a warm-up perhaps.</summary>
/// <param name="Rate">The rate.</param>
/// <param name="Warmup">Epochs of linear warm-up.</param>
/// <param name="StepsPerEpoch">Steps of an epoch.</param>
[Named("constant", "The same rate throughout.")]
public sealed record ConstantLr(float Rate, double Warmup = 0, long StepsPerEpoch = 1) : EpochLr(Rate, Warmup, StepsPerEpoch)
{
    private protected override double After(long step) => Rate;
}
