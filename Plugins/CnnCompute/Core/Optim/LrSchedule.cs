// Learning rates as pure functions of the step.
using System.Runtime.CompilerServices;

namespace CnnCompute;

/// <summary>
/// A learning rate for every step of a training run; the same step always gives the same rate, so that resuming needs no state. What was observed
/// (<see cref="Observe"/>) makes another schedule.
/// </summary>
public abstract record LrSchedule
{
    /// <summary>The rate of step <paramref name="step"/>, counted from 0.</summary>
    public abstract float At(long step);

    /// <summary>
    /// The schedule to go on with after a validation gave <paramref name="loss"/>: this one, but for <see cref="PlateauLr"/>, whose
    /// <see cref="PlateauLr.State"/> a checkpoint keeps.
    /// </summary>
    public virtual LrSchedule Observe(double loss) => this;

    /// <summary>Whether what is observed changes it.</summary>
    public virtual bool Observes => false;

    /// <summary>Refuses a number that is not positive and finite.</summary>
    private protected static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value > 0 && double.IsFinite(value) ? value : throw Refused(value, name, "must be positive");

    /// <summary>Refuses a number that is negative or not finite.</summary>
    private protected static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value >= 0 && double.IsFinite(value) ? value : throw Refused(value, name, "must not be negative");

    /// <summary>Refuses a number that is not above 0 and at most 1.</summary>
    private protected static double Fraction(double value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value is > 0 and <= 1 ? value : throw Refused(value, name, "must be above 0 and at most 1");

    private protected static ArgumentOutOfRangeException Refused(double value, string name, string rule) =>
        new(name, value, $"Learning rates: {char.ToLowerInvariant(name[0])}{name[1..]} is {value}; it {rule}");
}
