// A camera that is giving pictures: its buffers, and what comes in them.
using System.Buffers;
using System.Diagnostics;

namespace Engine;

/// <summary>What came of waiting for a picture.</summary>
internal enum CaptureResult
{
    /// <summary>Nothing yet.</summary>
    Nothing,

    /// <summary>A picture.</summary>
    Picture,

    /// <summary>Something that is no picture; see <see cref="CameraCapture.Complaint"/>.</summary>
    Faulty,

    /// <summary>The camera is gone or has stopped.</summary>
    Lost,
}

/// <summary>
/// An opened camera with its buffers in this program's memory (V4L2 streaming, mmap). For one thread at a time; closing it gives all of it back. A
/// picture is copied out of its buffer once and the buffer given back at once, so that a slow reader misses pictures and never sees an old one.
/// </summary>
internal sealed class CameraCapture : IDisposable
{
    // One is being filled and one waits while two are on their way.
    private const uint Buffers = 4;
    private readonly DeviceFile file;
    private readonly string camera;
    private readonly List<IMemoryOwner<byte>> buffers = [];
    private readonly CameraEncoding format;
    private readonly PictureEncoding encoding;
    private uint last;
    private bool hasLast;

    /// <summary>Starts a camera.</summary>
    /// <param name="devices">Where it is.</param>
    /// <param name="device">Which.</param>
    /// <param name="mode">What is asked of it; it may give something else, which is taken as far as it can be read.</param>
    /// <exception cref="IOException">It is gone, busy, not permitted, or cannot do what it says; one sentence with what to do.</exception>
    internal CameraCapture(VideoDevices devices, CameraDevice device, CameraMode mode)
    {
        camera = CameraSource.NameOf(device);
        var error = devices.Open(device.Path, out var opened);
        file = opened ?? throw new IOException(
            error == DeviceError.NoFile ? CameraTrouble.Missing(device.Path) : $"{camera}: {CameraTrouble.OfOpening(device.Path, error)}");
        try
        {
            (format, encoding) = SetFormat(mode);
            SetRate(mode.Rate);
            Queue();
            var kind = V4l2.CaptureBuffers;
            Check(file.Control(V4l2.StreamOn, ref kind));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What it gives, which may be other than what was asked; a rate of 0 where it does not say.</summary>
    internal CameraMode Mode { get; private set; } = new("", 0, 0, 0);

    /// <summary>What was wrong with what came last, as a sentence.</summary>
    internal string Complaint { get; private set; } = "";

    /// <summary>Why it was lost.</summary>
    internal DeviceError Reason { get; private set; }

    /// <summary>The newest picture, waited for at most so many milliseconds; older ones that wait are passed over.</summary>
    internal CaptureResult Take(RawPicture picture, int milliseconds)
    {
        var state = file.Wait(milliseconds);
        if (state == DeviceState.Quiet)
            return CaptureResult.Nothing;
        var newest = Empty();
        Reason = file.Control(V4l2.DequeueBuffer, ref newest);
        if (Reason == DeviceError.Again)
            return state == DeviceState.Broken ? CaptureResult.Lost : CaptureResult.Nothing;
        if (Reason != DeviceError.None)
            return CaptureResult.Lost;
        for (var next = Empty(); file.Control(V4l2.DequeueBuffer, ref next) == DeviceError.None; next = Empty())
        {
            // What goes wrong with giving a buffer back shows when the next one is asked for.
            _ = file.Control(V4l2.QueueBuffer, ref newest);
            newest = next;
        }
        var isPicture = Read(newest, picture);
        _ = file.Control(V4l2.QueueBuffer, ref newest);
        return isPicture ? CaptureResult.Picture : CaptureResult.Faulty;
    }

    /// <summary>Stops the camera and gives its memory back.</summary>
    public void Dispose()
    {
        // A camera that is gone refuses: what counts is given back all the same.
        var kind = V4l2.CaptureBuffers;
        _ = file.Control(V4l2.StreamOff, ref kind);
        foreach (var buffer in buffers)
            buffer.Dispose();
        buffers.Clear();
        file.Dispose();
    }

    private static V4l2.FrameBuffer Empty(uint index = 0) => new() { Index = index, Type = V4l2.CaptureBuffers, Memory = V4l2.Mapped };

    private (CameraEncoding, PictureEncoding) SetFormat(CameraMode mode)
    {
        var asked = new V4l2.Format
        {
            Type = V4l2.CaptureBuffers,
            Width = (uint)mode.Width,
            Height = (uint)mode.Height,
            Code = V4l2.Code(mode.Code),
            Field = V4l2.Progressive,
            Magic = V4l2.ExtendedMagic,
        };
        Check(file.Control(V4l2.SetFormat, ref asked));
        var code = V4l2.Letters(asked.Code);
        if (CameraEncoding.Find(asked.Code) is not { } given)
            throw new IOException($"{camera} offers {mode.Code} and gives {code}, which is not read here; try another of ./cnn cameras");
        if (asked.Width is < 1 or > 1 << 15 || asked.Height is < 1 or > 1 << 15 || asked.RowBytes > 1 << 20)
        {
            throw new IOException(
                $"{camera} says that its pictures have {asked.Width}×{asked.Height} pixels; plug it in again, or try another of ./cnn cameras");
        }
        Mode = new CameraMode(code, (int)asked.Width, (int)asked.Height, mode.Rate);
        return given.Kind == CameraEncoding.Content.Jpeg ? (given, default) : (given, given.Picture(asked));
    }

    private void SetRate(double rate)
    {
        const uint Second = 1000;
        if (!(rate > 0))
            return;
        var asked = new V4l2.StreamParameters
        {
            Type = V4l2.CaptureBuffers,
            Numerator = Second,
            Denominator = (uint)Math.Clamp(Math.Round(rate * Second), 1, uint.MaxValue),
        };
        // A camera that has one rate refuses to be told.
        var isTold = file.Control(V4l2.SetParameters, ref asked) == DeviceError.None && asked is { Numerator: > 0, Denominator: > 0 };
        Mode = Mode with { Rate = isTold ? asked.Denominator / (double)asked.Numerator : 0 };
    }

    private void Queue()
    {
        var asked = new V4l2.BufferRequest { Count = Buffers, Type = V4l2.CaptureBuffers, Memory = V4l2.Mapped };
        Check(file.Control(V4l2.RequestBuffers, ref asked));
        if (asked.Count == 0)
            throw new IOException(CameraTrouble.OfStarting(camera, DeviceError.NoMemory));
        for (var i = 0u; i < asked.Count; i++)
        {
            var buffer = Empty(i);
            Check(file.Control(V4l2.QueryBuffer, ref buffer));
            if (format.Kind != CameraEncoding.Content.Jpeg && buffer.Length < encoding.Bytes)
            {
                throw new IOException($"{camera} gives buffers of {buffer.Length} bytes, and a {Mode.Code} picture of {Mode.Width}×{Mode.Height} "
                    + $"has {encoding.Bytes}; ask for another size, or try another of ./cnn cameras");
            }
            Check(file.Map(buffer.Offset, (int)Math.Min(buffer.Length, int.MaxValue), out var memory));
            buffers.Add(memory!);
            Check(file.Control(V4l2.QueueBuffer, ref buffer));
        }
    }

    private bool Read(in V4l2.FrameBuffer buffer, RawPicture picture)
    {
        if (buffer.Index >= buffers.Count)
            return Complain($"a buffer {buffer.Index} of {buffers.Count}");
        var memory = buffers[(int)buffer.Index].Memory.Span;
        if ((buffer.Flags & V4l2.IsFaulty) != 0)
            return Complain("pictures that the driver calls damaged");
        if (buffer.BytesUsed > memory.Length)
            return Complain($"{buffer.BytesUsed} bytes in a buffer of {memory.Length}");
        var bytes = memory[..(int)buffer.BytesUsed];
        if (format.Kind == CameraEncoding.Content.Jpeg)
        {
            if (Mjpeg.Decode(bytes, picture) is { } word)
                return Complain($"pictures that are no JPEG ({word})");
        }
        else
        {
            var needed = (int)encoding.Bytes;
            if (bytes.Length < needed)
                return Complain($"{bytes.Length} bytes for a {Mode.Code} picture of {Mode.Width}×{Mode.Height}, which has {needed}");
            bytes[..needed].CopyTo(picture.Begin(encoding, needed));
        }
        // Numbers that are left out are pictures that did not fit into the buffers, that were passed over, or that were faulty. Not all drivers
        // count.
        var gap = hasLast ? unchecked(buffer.Sequence - last) : 1;
        picture.Missed = gap is > 0 and < int.MaxValue ? (int)gap - 1 : 0;
        picture.TakenAt = SeenAt(buffer);
        (last, hasLast) = (buffer.Sequence, true);
        return true;
    }

    // The kernel's monotonic clock is the stopwatch's; a driver that stamps by another clock, or not at all, does not say when.
    private static long SeenAt(in V4l2.FrameBuffer buffer)
    {
        if ((buffer.Flags & V4l2.TimestampMask) != V4l2.TimestampMonotonic)
            return 0;
        var at = (buffer.Seconds * Stopwatch.Frequency) + (long)(buffer.Microseconds * (Stopwatch.Frequency / 1e6));
        var age = Stopwatch.GetElapsedTime(at);
        return age >= TimeSpan.Zero && age < TimeSpan.FromSeconds(10) ? at : 0;
    }

    private bool Complain(string what)
    {
        Complaint = $"{camera} sends {what}; plug it in again, ask for another size, or try another of ./cnn cameras";
        return false;
    }

    private void Check(DeviceError error)
    {
        if (error != DeviceError.None)
            throw new IOException(CameraTrouble.OfStarting(camera, error));
    }
}
