// How well a loader keeps up with its consumer.
using System.Globalization;

namespace CnnCompute;

/// <summary>Times of a <see cref="DataLoader"/> since its threads started; the difference of two is that of the time between.</summary>
/// <param name="Workers">Threads that fill batches.</param>
/// <param name="Elapsed">Time that has passed.</param>
/// <param name="Busy">Time in which threads read and decoded, all of them together.</param>
/// <param name="Waited">Time in which the consumer waited for a batch.</param>
public readonly record struct LoaderUse(int Workers, TimeSpan Elapsed, TimeSpan Busy, TimeSpan Waited)
{
    /// <summary>Share of the threads' time in which they worked, 0 to 1. Near 1 while the consumer waits: more would help.</summary>
    public double BusyShare => Share(Busy, Workers);

    /// <summary>Share of the time in which the consumer waited for a batch, 0 to 1; near 0 the device is never starved.</summary>
    public double WaitedShare => Share(Waited, 1);

    /// <summary>What was spent between <paramref name="earlier"/> and <paramref name="later"/>.</summary>
    public static LoaderUse operator -(LoaderUse later, LoaderUse earlier) =>
        new(later.Workers, later.Elapsed - earlier.Elapsed, later.Busy - earlier.Busy, later.Waited - earlier.Waited);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Workers} loader thread{(Workers == 1 ? "" : "s")} busy {BusyShare * 100:F0} %, waited for {WaitedShare * 100:F1} %");

    private double Share(TimeSpan part, int threads) => Elapsed > TimeSpan.Zero ? Math.Clamp(part / (Elapsed * threads), 0, 1) : 0;
}
