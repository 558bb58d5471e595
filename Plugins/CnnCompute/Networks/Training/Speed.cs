// How many images a second a training run gets through.
using System.Diagnostics;

namespace CnnCompute;

/// <summary>An average that forgets with a half-life of a few seconds; pauses do not count.</summary>
internal sealed class Speed
{
    private const double HalfLifeSeconds = 5;

    private long last;
    private double images, seconds;

    /// <summary>Images per second; 0 before the second call of <see cref="Count"/>.</summary>
    public double PerSecond => seconds > 0 ? images / seconds : 0;

    /// <summary>Notes that <paramref name="count"/> more are done.</summary>
    public void Count(int count)
    {
        var now = Stopwatch.GetTimestamp();
        if (last != 0)
        {
            var passed = Stopwatch.GetElapsedTime(last, now).TotalSeconds;
            var kept = Math.Pow(0.5, passed / HalfLifeSeconds);
            (images, seconds) = ((images * kept) + count, (seconds * kept) + passed);
        }
        last = now;
    }

    /// <summary>What passes until the next <see cref="Count"/> is no training.</summary>
    public void Pause() => last = 0;

    /// <summary>How long so many images take; zero while the speed is unknown.</summary>
    public TimeSpan TimeFor(long count) => PerSecond > 0 ? TimeSpan.FromSeconds(count / PerSecond) : TimeSpan.Zero;
}
