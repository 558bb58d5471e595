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
    private long paced;

    public bool IsFixed { get; } = isFixed;

    public double Time { get; private set; }

    public double Delta { get; private set; } = Step;

    /// <summary>Call at the beginning of every frame, with its number.</summary>
    public void Advance(long frame)
    {
        long now = Stopwatch.GetTimestamp();
        if (IsFixed) Time = frame * Step;
        else if (frame > 0) Time += Delta = Math.Min(Longest, Stopwatch.GetElapsedTime(last, now).TotalSeconds);
        last = now;
    }

    /// <summary>Waits until 1/60 s has passed since the call before: not every display paces us.</summary>
    public void Pace()
    {
        double left = Step - Stopwatch.GetElapsedTime(paced).TotalSeconds;
        if (paced != 0 && left > 0.001) never.WaitOne((int)(left * 1000));
        paced = Stopwatch.GetTimestamp();
    }
}
