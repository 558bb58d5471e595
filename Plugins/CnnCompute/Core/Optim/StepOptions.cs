// What happens to gradients before a step and to weights after it.
namespace CnnCompute;

/// <summary>
/// How an optimiser takes a step. Gradients are divided by the loss scale and the number of accumulated batches, clipped by value, then by their
/// norm. Where one is not finite and that is looked at, the step changes nothing.
/// </summary>
public sealed record StepOptions
{
    /// <summary>torch.nn.utils.clip_grad_value_: gradients are limited to ± this; null for none.</summary>
    public float? ClipValue { get; init; }

    /// <summary>torch.nn.utils.clip_grad_norm_: all gradients together are at most this long; null for none.</summary>
    public float? ClipNorm { get; init; }

    /// <summary>Scales the loss so that gradients fit 16 bits; null for none.</summary>
    public LossScaling? LossScaling { get; init; }

    /// <summary>Whether a step with gradients that are not finite changes nothing; loss scaling implies it.</summary>
    public bool SkipNonFinite { get; init; }

    /// <summary>
    /// Keeps running means of the weights, ema = decay · ema + (1 - decay) · weight after each step, beginning with the initial weights; null for
    /// none.
    /// </summary>
    public float? EmaDecay { get; init; }

    /// <summary>Batches whose gradients are added up before a step, which takes their mean.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Whether gradients are looked at or changed before the step.</summary>
    internal bool Prepares => ClipNorm is not null || LossScaling is not null || SkipNonFinite || Accumulate > 1;

    /// <summary>Throws where the options make no sense.</summary>
    /// <exception cref="ArgumentException">A limit is not positive, a decay is outside [0, 1), or less than one batch is accumulated.</exception>
    public void Check()
    {
        Require(ClipValue is null or > 0, nameof(ClipValue), ClipValue, "above 0");
        Require(ClipNorm is null or > 0, nameof(ClipNorm), ClipNorm, "above 0");
        Require(EmaDecay is null or (>= 0 and < 1), nameof(EmaDecay), EmaDecay, "0 to below 1");
        Require(Accumulate >= 1, nameof(Accumulate), Accumulate, "1 or more");
        LossScaling?.Check();
    }

    private static void Require(bool fits, string name, float? value, string range)
    {
        if (!fits)
            throw new ArgumentException($"{name} is {value}; it must be {range}");
    }
}
