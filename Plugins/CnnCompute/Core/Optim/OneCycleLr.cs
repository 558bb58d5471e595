// Learning rates that rise and fall once.
namespace CnnCompute;

/// <summary>
/// torch.optim.lr_scheduler.OneCycleLR (Smith and Topin, "Super-Convergence", 2018): from rate/divFactor up to the rate, then down to a tiny one; with
/// three phases it comes down to where it began before that.
/// </summary>
/// <param name="Rate">The highest rate.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="PctStart">The share of the steps in which it rises.</param>
/// <param name="Anneal">"cos" or "linear".</param>
/// <param name="DivFactor">The first rate is the highest divided by it.</param>
/// <param name="FinalDivFactor">The last rate is the first divided by it.</param>
/// <param name="ThreePhase">Whether it comes down as long as it rose, and dies out in the rest.</param>
/// <exception cref="ArgumentException">A number is out of its range, or the anneal is neither.</exception>
[Named("one-cycle", "The rate rises to its peak and falls to nearly nothing, once.")]
public sealed record OneCycleLr(
    float Rate, long Steps, double PctStart = 0.3, string Anneal = "cos", double DivFactor = 25, double FinalDivFactor = 1e4, bool ThreePhase = false)
    : LrSchedule
{
    /// <summary>The highest rate.</summary>
    public float Rate { get; init; } = (float)NotNegative(Rate);

    /// <summary>Steps in all.</summary>
    public long Steps { get; init; } = (long)NotNegative(Steps);

    /// <summary>The share of the steps in which it rises.</summary>
    public double PctStart { get; init; } = Fraction(PctStart);

    /// <summary>"cos" or "linear".</summary>
    public string Anneal { get; init; } = Anneal is "cos" or "linear"
        ? Anneal
        : throw new ArgumentException($"Learning rates: anneal is \"{Anneal}\"; it must be \"cos\" or \"linear\"", nameof(Anneal));

    /// <summary>The first rate is the highest divided by it.</summary>
    public double DivFactor { get; init; } = Positive(DivFactor);

    /// <summary>The last rate is the first divided by it.</summary>
    public double FinalDivFactor { get; init; } = Positive(FinalDivFactor);

    /// <inheritdoc/>
    public override float At(long step)
    {
        double first = Rate / DivFactor, last = first / FinalDivFactor, rise = (PctStart * Steps) - 1, end = Math.Max(0, Steps - 1);
        var fall = ThreePhase ? (2 * PctStart * Steps) - 2 : end;
        if (step <= rise)
            return Between(first, Rate, step, 0, rise);
        if (step <= fall || !ThreePhase)
            return Between(Rate, ThreePhase ? first : last, step, rise, fall);
        return Between(first, last, step, fall, end);
    }

    private float Between(double from, double to, double step, double start, double end)
    {
        var share = end > start ? Math.Clamp((step - start) / (end - start), 0, 1) : 1;
        return (float)(Anneal == "cos" ? to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * share))) : from + ((to - from) * share));
    }
}
