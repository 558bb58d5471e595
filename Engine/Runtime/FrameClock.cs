// The time of frames: the wall's, or exactly 1/60 s each.
using System.Diagnostics;

namespace Engine;

/// <summary>Seconds since the first frame.</summary>
internal sealed class FrameClock(bool isFixed)
{
    public const double Step = 1.0 / 60;

    // A frame longer than this (a breakpoint, a suspended laptop) counts as this long, so that motion does not jump.
    private const double Longest = 0.25;
    private readonly ManualResetEvent never = new(false);
    private long last;
    private long ticks;
    private double mean;
    private long paced;

    public bool IsFixed { get; } = isFixed;

    public double Time { get; private set; }

    public double Delta { get; private set; } = Step;

    /// <summary>Frames per second by the wall's clock, averaged over about thirty of them.</summary>
    public double Rate => mean > 0 ? 1 / mean : 0;

    /// <summary>Call at the beginning of every frame, with its number; a paused frame takes no time.</summary>
    public void Advance(long frame, bool paused)
    {
        var now = Stopwatch.GetTimestamp();
        var wall = frame > 0 ? Stopwatch.GetElapsedTime(last, now).TotalSeconds : 0;
        if (frame > 0)
            mean = mean > 0 ? mean + (wall - mean) / 30 : wall;
        Delta = paused ? 0 : IsFixed ? Step : Math.Min(Longest, wall);
        if (IsFixed && !paused)
            Time = ticks++ * Step;
        else if (!IsFixed && frame > 0)
            Time += Delta;
        last = now;
    }

    /// <summary>Waits until 1/60 s has passed since the call before: not every display paces us.</summary>
    public void Pace()
    {
        var left = Step - Stopwatch.GetElapsedTime(paced).TotalSeconds;
        if (paced != 0 && left > 0.001)
            never.WaitOne((int)(left * 1000));
        paced = Stopwatch.GetTimestamp();
    }
}
