// Pictures coming in: the newest wins, and taking one never blocks the frame.
using System.Diagnostics;

namespace Engine;

/// <summary>What a source says about a picture: its number in the stream, and its class where the stream knows it (-1 otherwise).</summary>
public readonly record struct PictureInfo(long Index, int Label);

/// <summary>
/// A stream of RGBA pictures of one size. Live, a thread of its own produces them at <see cref="Rate"/> and <see cref="TryTake"/> returns the newest;
/// stepped (headless scenes and tests), frame n of the scene gets exactly the picture that is due at n/60 s.
/// </summary>
/// <param name="width">Width in pixels.</param>
/// <param name="height">Height in pixels.</param>
/// <param name="rate">Pictures a second; infinity for as fast as they come.</param>
public abstract class FrameSource(int width, int height, double rate) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource stopping = new();
    private RawPicture back = new(), ready = new();
    private PictureInfo readyInfo;
    private bool fresh, ended;
    private Exception? failure;
    private Thread? thread;
    private long stepped = -1, readyAt, delivered, dropped;

    /// <summary>Width in pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Height in pixels.</summary>
    public int Height { get; } = height;

    /// <summary>Pictures a second.</summary>
    public double Rate { get; } = rate;

    /// <summary>Names of its pictures' classes by label; empty where it knows none.</summary>
    public virtual IReadOnlyList<string> Classes => [];

    /// <summary>Whether a thread of its own produces the pictures.</summary>
    public bool IsLive => thread is not null;

    /// <summary>Whether the stream has ended; the last picture stays.</summary>
    public bool Ended
    {
        get
        {
            lock (gate)
                return ended && !fresh;
        }
    }

    /// <summary>Pictures there have been.</summary>
    public long Delivered
    {
        get
        {
            lock (gate)
                return delivered;
        }
    }

    /// <summary>Pictures that nobody took before the next one came.</summary>
    public long Dropped
    {
        get
        {
            lock (gate)
                return dropped;
        }
    }

    /// <summary>
    /// When the picture that was taken last had come in, or where its source knows that, was seen, by the stopwatch; 0 where it was made when it was
    /// taken.
    /// </summary>
    internal long TakenAt { get; private set; }

    /// <summary>What is wrong with it at present though it goes on, as a sentence: a camera is unplugged; null where nothing is.</summary>
    internal virtual string? Trouble => null;

    /// <summary>Cancelled when the source is being disposed; producers that wait listen to it.</summary>
    protected CancellationToken Stopping => stopping.Token;

    /// <summary>Starts producing on a thread of its own; without this call the source is stepped by <see cref="TryTakeAt"/>.</summary>
    public void Start()
    {
        thread = new Thread(Run) { IsBackground = true, Name = GetType().Name };
        thread.Start();
    }

    /// <summary>Copies the newest picture (RGBA, rows from the top) if there is one that was not taken yet. Never waits.</summary>
    /// <exception cref="IOException">The source broke; said once, with what and where.</exception>
    public bool TryTake(Span<byte> rgba, out PictureInfo info)
    {
        lock (gate)
        {
            if (!IsFresh(out info))
                return false;
            ready.CopyTo(Width, Height, rgba);
            return true;
        }
    }

    /// <summary>Stepped form: the picture due at <paramref name="frame"/> sixtieths of a second, if it differs from the last one taken.</summary>
    /// <exception cref="IOException">The source broke; said once, with what and where.</exception>
    public bool TryTakeAt(long frame, Span<byte> rgba, out PictureInfo info)
    {
        var taken = Step(frame, out info);
        if (taken)
            back.CopyTo(Width, Height, rgba);
        return taken;
    }

    /// <summary>The same as its source has it, in exchange for one that is needed no longer.</summary>
    internal bool TryExchange(ref RawPicture picture, out PictureInfo info)
    {
        lock (gate)
        {
            if (!IsFresh(out info))
                return false;
            (ready, picture) = (picture, ready);
            return true;
        }
    }

    /// <summary>The same as its source has it, in exchange for one that is needed no longer.</summary>
    internal bool TryExchangeAt(long frame, ref RawPicture picture, out PictureInfo info)
    {
        var taken = Step(frame, out info);
        if (taken)
            (back, picture) = (picture, back);
        return taken;
    }

    /// <summary>Stops the thread and frees what the stream holds.</summary>
    public void Dispose()
    {
        if (stopping.IsCancellationRequested)
            return;
        stopping.Cancel();
        Close();
        thread?.Join();
        Release();
        stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// Writes picture <paramref name="n"/> of the stream; pictures are asked for in order. May wait for the device; returns false at the end.
    /// </summary>
    protected abstract bool Produce(long n, Span<byte> rgba, out int label);

    /// <summary>Ends whatever a producer may be waiting for; called while the thread may still run.</summary>
    protected virtual void Close()
    {
    }

    /// <summary>Frees what only a producer uses; called when none runs any more.</summary>
    private protected virtual void Release()
    {
    }

    /// <summary>Picture <paramref name="n"/> as the source has it, which is RGBA where a source does not say otherwise.</summary>
    private protected virtual bool Produce(long n, RawPicture picture, out int label) =>
        Produce(n, picture.Begin(PictureEncoding.Rgba(Width, Height), Width * Height * 4), out label);

    // What it is, where there is one that was not taken yet; the gate is held.
    private bool IsFresh(out PictureInfo info)
    {
        if (failure is { } broken)
        {
            failure = null;
            throw new IOException(broken.Message, broken);
        }
        info = readyInfo;
        var isFresh = fresh;
        if (isFresh)
            (fresh, TakenAt) = (false, readyAt);
        return isFresh;
    }

    private bool Step(long frame, out PictureInfo info)
    {
        var due = double.IsInfinity(Rate) ? frame : (long)(frame * Rate / 60);
        info = readyInfo;
        var taken = false;
        while (stepped < due && !ended)
        {
            // What breaks has ended: it is not asked again.
            ended = true;
            if (!Produce(stepped + 1, back, out var label))
                break;
            ended = false;
            stepped++;
            Count(back.Missed, taken);
            readyInfo = info = new PictureInfo(stepped, label);
            taken = true;
        }
        return taken;
    }

    // Another picture, after some that never came; whether it takes the place of one that nobody has.
    private void Count(int missed, bool isDropped)
    {
        lock (gate)
            (delivered, dropped) = (delivered + missed + 1, dropped + missed + (isDropped ? 1 : 0));
    }

    private void Run()
    {
        var clock = Stopwatch.StartNew();
        try
        {
            for (long n = 0; !stopping.IsCancellationRequested; n++)
            {
                var wait = double.IsInfinity(Rate) ? TimeSpan.Zero : TimeSpan.FromSeconds(n / Rate) - clock.Elapsed;
                if (wait > TimeSpan.Zero && stopping.Token.WaitHandle.WaitOne(wait))
                    return;
                if (!Produce(n, back, out var label))
                {
                    lock (gate)
                        ended = true;
                    return;
                }
                lock (gate)
                {
                    (ready, back) = (back, ready);
                    readyInfo = new PictureInfo(n, label);
                    readyAt = ready.TakenAt is not 0 and var at ? at : Stopwatch.GetTimestamp();
                    Count(ready.Missed, fresh);
                    fresh = true;
                }
            }
        }
        catch (Exception broken) when (!stopping.IsCancellationRequested)
        {
            lock (gate)
                (failure, ended) = (broken, true);
        }
        catch (Exception)
        {
            // The stream was torn down while its producer waited: that is how a source ends when it is disposed.
        }
    }
}
