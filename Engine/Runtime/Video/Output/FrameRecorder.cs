// The frames of a running scene on their way into a file or a device, beside the thread that makes them.
namespace Engine;

/// <summary>
/// Copies frames out of the device some frames late and writes them on a thread of its own. Where a window shows the scene nothing waits: a frame for
/// which no memory is free is left out and counted. Where time advances by frames, not by the clock, it waits, so that no frame is missing.
/// </summary>
public sealed class FrameRecorder : IDisposable
{
    // So many frames may wait to be written.
    private const int Places = 6;
    private readonly App app;
    private readonly FrameSink sink;
    private readonly Readback<byte> readback;
    private readonly Stack<byte[]> free = [];
    private readonly Queue<(byte[] Bytes, long Due)> waiting = new(Places);
    private readonly Lock gate = new();
    private readonly SemaphoreSlim come = new(0), gone = new(Places);
    private readonly Thread thread;
    private readonly int width, height;
    private long last = -1, left;
    private int underWay;
    private bool ended, hasOtherSize;
    private volatile Exception? failure;

    /// <summary>Begins; every frame of the app from the next one on is offered to it.</summary>
    /// <param name="app">Whose frames.</param>
    /// <param name="option">As users type it, for messages: <c>--record</c>.</param>
    /// <param name="path">An .mp4, a .gif, a folder for pictures, or a device such as <c>/dev/video10</c>.</param>
    /// <exception cref="IOException">It cannot be written there; says what to do.</exception>
    /// <exception cref="ArgumentException">The name does not suit.</exception>
    public FrameRecorder(App app, string option, string path)
        : this(app, FrameSink.Open(option, path, app.Target.Width, app.Target.Height), path)
    {
    }

    internal FrameRecorder(App app, FrameSink sink, string path = "")
    {
        (this.app, this.sink, Path, width, height) = (app, sink, path, app.Target.Width, app.Target.Height);
        try
        {
            readback = app.Gpu.Readback<byte>(width * height * 4, "frames to record");
            readback.KeepAll = true;
        }
        catch
        {
            sink.Dispose();
            throw;
        }
        for (var i = 0; i < Places; i++)
            free.Push(new byte[width * height * 4]);
        thread = new Thread(Write) { IsBackground = true, Name = "records frames" };
        thread.Start();
        app.Every(Phase.Draw, Run);
    }

    /// <summary>Where the frames go.</summary>
    public string Path { get; }

    /// <summary>Frames that were taken to be written.</summary>
    public long Taken { get; private set; }

    /// <summary>Frames that were due and left out, here or by the device that they were given to.</summary>
    public long Dropped => left + sink.Refused;

    /// <summary>Writes what is on its way and ends the file.</summary>
    /// <exception cref="IOException">It could not be written to its end; says what is kept.</exception>
    public void Dispose()
    {
        if (ended)
            return;
        ended = true;
        app.Gpu.WaitIdle();
        readback.Latency = 0;
        Collect();
        come.Release();
        thread.Join();
        readback.Dispose();
        come.Dispose();
        gone.Dispose();
        try
        {
            sink.Dispose();
        }
        catch (IOException) when (failure is not null)
        {
            // The first word about it says what is kept.
        }
        if (failure is { } broken)
            throw new IOException(broken.Message, broken);
    }

    private void Run(Frame frame)
    {
        if (ended || failure is not null)
            return;
        Collect();
        // A little more than the time itself, which is a sum of many steps.
        var due = (long)Math.Floor((frame.Time * sink.Rate) + 1e-6);
        if (due <= last)
            return;
        last = due;
        if ((frame.Width, frame.Height) != (width, height))
        {
            left++;
            if (!hasOtherSize)
                Log.Warning($"{Path}: frames of another size than {width}×{height} are not recorded");
            hasOtherSize = true;
            return;
        }
        if (!gone.Wait(app.IsDeterministic ? Timeout.Infinite : 0))
        {
            left++;
            return;
        }
        Taken++;
        underWay++;
        frame.Commands.Read(frame.Target.Image, readback, due);
    }

    // Every copy under way has a place of its own, so one is free.
    private void Collect()
    {
        while (underWay > 0)
        {
            byte[] place;
            lock (gate)
                place = free.Pop();
            if (!readback.TryRead(place, out var due))
            {
                lock (gate)
                    free.Push(place);
                return;
            }
            underWay--;
            lock (gate)
                waiting.Enqueue((place, due));
            come.Release();
        }
    }

    private void Write()
    {
        // A frame stays until the next one is due, so it is written when that is known.
        (byte[] Bytes, long Due)? held = null;
        while (true)
        {
            come.Wait();
            (byte[] Bytes, long Due) next;
            lock (gate)
            {
                if (!waiting.TryDequeue(out next))
                    break;
            }
            if (held is { } frame)
                Put(frame.Bytes, next.Due - frame.Due);
            held = next;
        }
        if (held is { } final)
            Put(final.Bytes, 1);
    }

    private void Put(byte[] bytes, long periods)
    {
        try
        {
            if (failure is null)
                sink.Write(bytes, (int)Math.Min(periods, int.MaxValue));
        }
        catch (Exception broken)
        {
            // Said when the recording is ended; the scene goes on.
            failure = broken;
        }
        lock (gate)
            free.Push(bytes);
        gone.Release();
    }
}
