// Learning rates as pure functions of the step.
namespace CnnCompute;

/// <summary>A learning rate for every step of a training run; the same step always gives the same rate, so that resuming needs no state.</summary>
public abstract record LrSchedule
{
    /// <summary>The rate of step <paramref name="step"/>, counted from 0.</summary>
    public abstract float At(long step);
}

/// <summary>The same rate throughout.</summary>
public sealed record ConstantLr(float Rate) : LrSchedule
{
    /// <inheritdoc/>
    public override float At(long step) => Rate;
}

/// <summary>torch.optim.lr_scheduler.StepLR: the rate is multiplied by <paramref name="Gamma"/> every <paramref name="StepSize"/> steps.</summary>
public sealed record StepLr(float Rate, long StepSize, float Gamma = 0.1f) : LrSchedule
{
    /// <inheritdoc/>
    public override float At(long step) => (float)(Rate * Math.Pow(Gamma, step / StepSize));
}

/// <summary>
/// Linear warm-up over <paramref name="WarmupSteps"/>, then half a cosine from <paramref name="Peak"/> down to <paramref name="Floor"/> at
/// <paramref name="TotalSteps"/> (Loshchilov and Hutter, "SGDR", 2017, without restarts).
/// </summary>
public sealed record CosineLr(float Peak, long TotalSteps, long WarmupSteps = 0, float Floor = 0) : LrSchedule
{
    /// <inheritdoc/>
    public override float At(long step)
    {
        if (step < WarmupSteps)
            return Peak * (step + 1) / WarmupSteps;
        var progress = Math.Min(1.0, (step - WarmupSteps) / (double)Math.Max(1, TotalSteps - WarmupSteps));
        return (float)(Floor + ((Peak - Floor) * 0.5 * (1 + Math.Cos(Math.PI * progress))));
    }
}
