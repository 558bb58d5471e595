// A camera as a source of pictures: it may be unplugged, and goes on when it is plugged in again.
using System.Diagnostics;

namespace Engine;

/// <summary>
/// A V4L2 camera read without another program. Its pictures stay in the camera's own encoding until the device that draws them; the newest wins.
/// While the camera is unplugged the last picture stays; the same camera is looked for every second, wherever it is plugged in.
/// </summary>
public sealed class CameraSource : FrameSource
{
    /// <summary>What stands for the best camera there is.</summary>
    public const string Any = "camera";

    // Long enough for none to matter, short enough for a program that ends.
    private const int WaitMilliseconds = 50, LookMilliseconds = 1000, SilentSeconds = 5;
    private const int MostFaulty = 30;

    private readonly VideoDevices devices;
    private readonly double wantedRate;
    private readonly RawPicture own = new();
    private CameraDevice device;
    private CameraCapture? capture;
    private volatile string? trouble;
    private long heard;
    private int faulty;

    internal CameraSource(VideoDevices devices, CameraDevice device, int width, int height, double rate)
        : base(width, height, double.PositiveInfinity)
    {
        (this.devices, this.device, wantedRate) = (devices, device, rate);
        capture = Start(device);
        (Mode, heard) = (capture.Mode, Stopwatch.GetTimestamp());
    }

    /// <summary>What the camera gives; a rate of 0 where it does not say.</summary>
    public CameraMode Mode { get; private set; }

    /// <inheritdoc/>
    internal override string? Trouble => trouble;

    /// <summary>Whether a source's name is that of a camera, or of another device that ffmpeg may know.</summary>
    public static bool IsCamera(string source) => source == Any || source.StartsWith("/dev/", StringComparison.Ordinal);

    /// <summary>What people know a camera by.</summary>
    internal static string NameOf(CameraDevice device) => device.Name.Length == 0 ? device.Path : $"the camera {device.Name} ({device.Path})";

    /// <summary>Whether a name stands for this camera.</summary>
    internal bool IsNamed(string source) => source == Any || source == device.Path || (source == device.Id && source.Length > 0);

    /// <summary>Opens what a scene names; ffmpeg reads what is no V4L2 camera, or has no format that is read here.</summary>
    /// <exception cref="IOException">There is no such camera, or it cannot be used; one sentence with what to do.</exception>
    internal static FrameSource Open(VideoDevices devices, VideoSource wanted, bool live, CancellationToken cancellation = default)
    {
        var (source, width, height, rate) = (wanted.Source, wanted.Width, wanted.Height, wanted.Rate);
        FfmpegSource Otherwise(string path) => new(path, width, height, rate, live, cancellation);
        CameraDevice? device;
        if (source == Any)
        {
            device = Cameras.List(devices) is [var best, ..] ? best : throw new FileNotFoundException(CameraTrouble.None);
        }
        else
        {
            if (!devices.Exists(source))
                throw new FileNotFoundException(CameraTrouble.Missing(source));
            if (!DeviceFile.IsSupported)
                return Otherwise(source);
            device = Cameras.Look(devices, devices.Resolve(source), devices.Ids());
        }
        if (device is null)
            return Otherwise(source);
        if (device.Trouble.Length > 0)
            throw new IOException($"{NameOf(device)}: {device.Trouble}");
        if (device.ModeFor(width, height, rate) is not null)
            return new CameraSource(devices, device, width, height, rate);
        Log.Information($"{NameOf(device)} offers {string.Join(", ", device.Formats.Select(f => f.Code))}; ffmpeg reads that");
        return Otherwise(device.Path);
    }

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        if (!Produce(n, own, out label))
            return false;
        own.CopyTo(Width, Height, rgba);
        return true;
    }

    /// <inheritdoc/>
    private protected override bool Produce(long n, RawPicture picture, out int label)
    {
        label = -1;
        while (!Stopping.IsCancellationRequested)
        {
            if (capture is null)
            {
                Look();
                continue;
            }
            switch (capture.Take(picture, WaitMilliseconds))
            {
                case CaptureResult.Picture:
                    Hear();
                    return true;
                case CaptureResult.Faulty when ++faulty >= MostFaulty:
                    throw new IOException(capture.Complaint);
                case CaptureResult.Lost:
                    Lose($"is gone ({DeviceFile.Words(capture.Reason)})");
                    break;
                case CaptureResult.Nothing when Stopwatch.GetElapsedTime(heard).TotalSeconds > SilentSeconds:
                    if (n == 0)
                        throw new IOException($"{NameOf(device)} gave no picture in {SilentSeconds} s; plug it in again, or ask for another size");
                    Lose($"gives no pictures any more");
                    break;
            }
        }
        return false;
    }

    /// <inheritdoc/>
    private protected override void Release()
    {
        capture?.Dispose();
        capture = null;
    }

    private CameraCapture Start(CameraDevice which)
    {
        var started = new CameraCapture(devices, which, which.ModeFor(Width, Height, wantedRate)
            ?? throw new IOException($"{NameOf(which)} has no format that is read here; try another of ./cnn cameras"));
        Log.Debug($"{NameOf(which)} gives {started.Mode.Code} {started.Mode.Width}×{started.Mode.Height} at {started.Mode.Rate:0.##} a second");
        return started;
    }

    private void Hear()
    {
        (heard, faulty) = (Stopwatch.GetTimestamp(), 0);
        if (trouble is null)
            return;
        trouble = null;
        Log.Information($"{NameOf(device)} is back");
    }

    private void Lose(string how)
    {
        Release();
        // Lost again before it gave a picture: that was said.
        if (trouble is not null)
            return;
        var said = $"{NameOf(device)} {how}; its last picture stays until it is plugged in again";
        Log.Warning(said);
        trouble = said;
    }

    // Once a second the same camera: by its own name where it has one, otherwise where it was plugged in, otherwise one of its make.
    private void Look()
    {
        if (Stopping.WaitHandle.WaitOne(LookMilliseconds))
            return;
        try
        {
            var ids = devices.Ids();
            // Other cameras are left alone where this one has a name of its own.
            var there = devices.Paths().Where(path => device.Id.Length == 0 || ids.GetValueOrDefault(path) == device.Id)
                .Select(path => Cameras.Look(devices, path, ids)).OfType<CameraDevice>().ToArray();
            var same = Array.Find(there, c => c.Name == device.Name && c.Bus == device.Bus) ?? Array.Find(there, c => c.Name == device.Name);
            if (same is null)
                return;
            capture = Start(same);
            (device, Mode, heard) = (same, capture.Mode, Stopwatch.GetTimestamp());
        }
        catch (IOException)
        {
            // Not ready yet, gone again while it was looked at, or another program was faster: the next second may be better.
        }
    }
}
