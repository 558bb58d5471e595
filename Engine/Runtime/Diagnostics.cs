// Where the time of a frame goes: measured only while somebody looks.
using System.Diagnostics;

namespace Engine;

/// <summary>
/// The parts of an app's frames: its systems in the order in which they run, and what the loop itself does. F3 shows them; a program may ask for them
/// by <see cref="IsMeasuring"/>. Times of the device arrive some frames late, without waiting. Where nobody asks, nothing is measured.
/// </summary>
public sealed class Diagnostics : IDisposable
{
    private readonly Gpu gpu;
    private readonly List<FramePart> parts = [];
    private readonly FramePart wait = new("(wait for the device)"), submit = new("(submit)");
    private readonly FramePart present = new("(present)"), rest = new("(between frames)");
    private GpuTimer? timer;
    private FramePart[] stamped = [];
    private Average busy, whole;
    private long began;
    private double[] times = [];
    private int stamps;
    private long last;
    private bool isOn, isTimeless;

    internal Diagnostics(Gpu gpu)
    {
        this.gpu = gpu;
        isTimeless = gpu.Info.TimestampPeriod <= 0;
        parts.AddRange([wait, submit, present, rest]);
    }

    /// <summary>Whether the panel of F3 is on the screen.</summary>
    public bool IsShown { get; set; }

    /// <summary>Whether parts are measured without it, too.</summary>
    public bool IsMeasuring { get; set; }

    /// <summary>The parts: the loop's own in brackets, then systems as they were installed. Their times are 0 until they were measured.</summary>
    public IReadOnlyList<FramePart> Parts => parts;

    /// <summary>Milliseconds from one frame to the next, averaged as those of parts; 0 before it is known.</summary>
    public double FrameMilliseconds => whole.Value;

    /// <summary>Milliseconds that the device is busy with a frame's commands, averaged as those of parts; 0 before it is known, or never.</summary>
    public double GpuMilliseconds => busy.Value;

    /// <summary>Whether the device tells times.</summary>
    public bool HasGpuTimes => !isTimeless;

    /// <inheritdoc/>
    public void Dispose()
    {
        timer?.Dispose();
        timer = null;
    }

    /// <summary>A part for a system that is installed.</summary>
    internal FramePart Add(string name)
    {
        var part = new FramePart(name);
        parts.Add(part);
        return part;
    }

    /// <summary>A frame begins.</summary>
    internal void Begin()
    {
        var wasOn = isOn;
        isOn = IsShown || IsMeasuring;
        if (!isOn)
            return;
        var now = Stopwatch.GetTimestamp();
        if (wasOn)
        {
            rest.Took(Stopwatch.GetElapsedTime(last, now));
            whole.Add(Stopwatch.GetElapsedTime(began, now).TotalMilliseconds);
        }
        last = began = now;
    }

    /// <summary>The frame's recorder is there.</summary>
    internal void Start(Commands commands)
    {
        if (!isOn)
            return;
        // One timestamp at the beginning, one after each system, one after presenting.
        var count = parts.Count;
        if (!isTimeless && timer?.Count != count)
            MakeTimer(count);
        stamps = 0;
        if (timer is not null)
        {
            ReadTimes();
            commands.Timestamp(timer, stamps++);
        }
        Lap(wait);
    }

    /// <summary>A system was run, or the picture was brought into the window.</summary>
    internal void After(FramePart part, Commands commands)
    {
        if (!isOn)
            return;
        Lap(part);
        if (timer is null || stamps >= stamped.Length)
            return;
        stamped[stamps] = part;
        commands.Timestamp(timer, stamps++);
    }

    /// <summary>The picture was recorded into the window, the last of all.</summary>
    internal void Shown(Commands commands)
    {
        After(present, commands);
        if (isOn && timer is not null)
            commands.Collect(timer, stamps);
    }

    /// <summary>The frame was submitted.</summary>
    internal void Submitted()
    {
        if (isOn)
            Lap(submit);
    }

    private void Lap(FramePart part)
    {
        var now = Stopwatch.GetTimestamp();
        part.Took(Stopwatch.GetElapsedTime(last, now));
        last = now;
    }

    private void MakeTimer(int count)
    {
        timer?.Dispose();
        timer = null;
        try
        {
            timer = gpu.Timer(count);
            (stamped, times) = (new FramePart[count], new double[count]);
        }
        catch (GpuException none)
        {
            // The panel is there to look at what is wrong: it is not what ends a scene.
            isTimeless = true;
            Log.Warning($"times of the device are not shown: {InputError.Sentence(none)}");
        }
    }

    private void ReadTimes()
    {
        if (!timer!.Read(times))
            return;
        var before = times[0];
        for (var i = 1; i < times.Length && !double.IsNaN(times[i]); i++)
        {
            stamped[i]?.TookOnGpu(times[i] - before);
            before = times[i];
        }
        if (before > 0)
            busy.Add(before);
    }
}

/// <summary>A part of every frame, with the milliseconds it takes: an average over about thirty frames.</summary>
public sealed class FramePart
{
    private Average cpu, gpu;

    internal FramePart(string name) => Name = name;

    /// <summary>The component that a system runs, or the system's class; in brackets what the loop does.</summary>
    public string Name { get; }

    /// <summary>Milliseconds of the frame's thread.</summary>
    public double CpuMilliseconds => cpu.Value;

    /// <summary>Milliseconds of the device for what was recorded there; 0 where that is nothing, or is not known.</summary>
    public double GpuMilliseconds => gpu.Value;

    internal void Took(TimeSpan time) => cpu.Add(time.TotalMilliseconds);

    internal void TookOnGpu(double milliseconds) => gpu.Add(milliseconds);
}

/// <summary>
/// An average in which newer values count more. The first one counts for nothing once there is another: it is of code that was being compiled.
/// </summary>
internal struct Average
{
    private const int Most = 30;
    private int count;

    /// <summary>The average; 0 before there is a value.</summary>
    public double Value { get; private set; }

    /// <summary>Takes the next value.</summary>
    public void Add(double next)
    {
        Value += (next - Value) / Math.Max(1, count);
        count = Math.Min(count + 1, Most);
    }
}
