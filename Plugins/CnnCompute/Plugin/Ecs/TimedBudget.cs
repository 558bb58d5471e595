// A budget of a frame that learns from what earlier frames took.
using Engine;

namespace CnnCompute;

/// <summary>
/// Slices are counted by estimates, which were measured one by one and, perhaps, while the machine did something else. Here the device's own times
/// of the work of earlier frames say how far estimates are off, so that milliseconds are milliseconds. A stepped scene counts slices, and nothing is
/// timed; a device that tells no times is believed to be as estimated.
/// </summary>
internal sealed class TimedBudget : IDisposable
{
    // Of the sums of earlier frames; a few tens of them count.
    private const double Kept = 0.95, LeastFactor = 0.2, MostFactor = 5;

    private readonly App app;
    private readonly GpuTimer? timer;
    private readonly double sliceMilliseconds;
    private readonly double[] times = new double[2];
    private double estimated, took;

    /// <summary>For an app whose plans were cut into slices of so many milliseconds.</summary>
    public TimedBudget(App app, double sliceMilliseconds)
    {
        (this.app, this.sliceMilliseconds) = (app, sliceMilliseconds);
        timer = app.IsDeterministic || app.Gpu.Info.TimestampPeriod <= 0 ? null : app.Gpu.Timer(2);
    }

    /// <summary>What is left of the frame.</summary>
    public SliceBudget Slices { get; } = new();

    /// <summary>The frame's part begins, of so many milliseconds of the device.</summary>
    public void Begin(Commands commands, double milliseconds)
    {
        if (app.IsDeterministic)
        {
            Slices.Begin(Math.Max(1, (int)(milliseconds / sliceMilliseconds)));
            return;
        }
        if (timer?.Read(times) == true && double.IsFinite(times[1]))
            took = (took * Kept) + times[1];
        var factor = took > 0 && estimated > 0 ? Math.Clamp(took / estimated, LeastFactor, MostFactor) : 1;
        Slices.Begin(milliseconds / factor);
        if (timer is null)
            return;
        // A timestamp alone may be taken before what was recorded ahead of it is over.
        commands.Barrier();
        commands.Timestamp(timer, 0);
    }

    /// <summary>It ends.</summary>
    public void End(Commands commands)
    {
        if (timer is null)
            return;
        estimated = (estimated * Kept) + Slices.Spent;
        commands.Barrier();
        commands.Timestamp(timer, 1);
        commands.Collect(timer, 2);
    }

    /// <inheritdoc/>
    public void Dispose() => timer?.Dispose();
}
