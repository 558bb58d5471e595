// Dynamic loss scaling.
namespace CnnCompute;

/// <summary>
/// torch.cuda.amp.GradScaler (Micikevicius et al., "Mixed precision training", 2018): the loss is multiplied by a scale that is multiplied by
/// <paramref name="Backoff"/> where a gradient is not finite, and by <paramref name="Growth"/> after <paramref name="Interval"/> good steps in a row.
/// </summary>
/// <param name="Initial">The first scale.</param>
/// <param name="Growth">Above 1.</param>
/// <param name="Backoff">In (0, 1).</param>
/// <param name="Interval">Good steps.</param>
public sealed record LossScaling(float Initial = 65536, float Growth = 2, float Backoff = 0.5f, int Interval = 2000)
{
    /// <summary>Throws where the numbers make no sense.</summary>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public void Check()
    {
        if (!(Initial > 0 && float.IsFinite(Initial) && Growth > 1 && Backoff is > 0 and < 1 && Interval > 0))
        {
            throw new ArgumentException($"LossScaling: initial {Initial} and interval {Interval} must be positive, growth {Growth} above 1 and "
                + $"backoff {Backoff} in (0, 1)");
        }
    }
}
