// Video files, and cameras that are not read otherwise, through an ffmpeg process that writes raw RGBA frames into a pipe.
using System.Globalization;

namespace Engine;

/// <summary>
/// A video file (played at its own pace, from the start again at its end), a stream of a network, the screen, or a camera that is not read otherwise,
/// scaled to cover the frame.
/// ffmpeg decodes; the reader thread keeps only the newest picture, so a slow scene drops frames instead of falling behind.
/// </summary>
public sealed class FfmpegSource : FrameSource
{
    /// <summary>What stands for all that the display shows (X11).</summary>
    public const string Screen = "screen";

    // Microseconds without a word from a network.
    private const string Patience = "10000000";

    private static readonly string[] Networks = ["rtsp://", "rtsps://", "rtmp://", "http://", "https://", "udp://", "tcp://", "srt://"];

    private readonly Ffmpeg ffmpeg;
    private readonly string input;

    /// <summary>Starts ffmpeg on a file, a pipe, a device, a network's address or the screen.</summary>
    /// <param name="input">Its path or address, or <see cref="Screen"/>.</param>
    /// <param name="width">Columns of the frames.</param>
    /// <param name="height">Rows of the frames.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="live">Whether frames come at their own pace.</param>
    /// <param name="cancellation">Ends waiting for frames.</param>
    /// <exception cref="IOException">
    /// There is no such file, device or display, it holds no video, or ffmpeg is not installed. What a network lacks shows when a picture is taken.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token asked for the end.</exception>
    public FfmpegSource(string input, int width, int height, double rate = 30, bool live = true, CancellationToken cancellation = default)
        : base(width, height, live ? double.PositiveInfinity : rate)
    {
        this.input = input;
        var isCamera = CameraSource.IsCamera(input);
        if (isCamera && !File.Exists(input))
            throw new FileNotFoundException(CameraTrouble.Missing(input));
        // A pipe is fed by another program: it can be neither looked into beforehand nor begun again.
        var video = isCamera || IsStream(input) || RegularFile.IsPipe(input) ? null : VideoInfo.Of(input, cancellation);
        var pace = rate.ToString(CultureInfo.InvariantCulture);
        var from = isCamera ? (string[])["-f", "v4l2", "-framerate", pace, "-i", input]
            : input == Screen ? OfScreen(pace)
            : IsStream(input) ? OfNetwork(input)
            : [.. live ? (string[])["-re"] : [], .. video is null ? (string[])[] : ["-stream_loop", "-1"], "-i", Ffmpeg.Url(input)];
        string[] filters =
        [
            .. video is null ? [] : VideoFilters.Tones(input, video), VideoFilters.Square,
            $"scale={width}:{height}:force_original_aspect_ratio=increase", $"crop={width}:{height}",
            .. isCamera ? (string[])[] : [$"fps={pace}"],
        ];
        var stream = video is null ? "0:v:0" : $"0:{video.Index}";
        ffmpeg = new Ffmpeg(["-nostdin", "-hide_banner", "-loglevel", "error", .. from, "-map", stream, "-vf",
            string.Join(',', filters), "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"], cancellation: cancellation);
    }

    /// <summary>Whether this names the screen or an address of a network, not a file.</summary>
    public static bool IsStream(string input) => input == Screen || Networks.Any(n => input.StartsWith(n, StringComparison.Ordinal));

    // A stream that is watched is to be shown soon: a second tells what it holds.
    private static string[] OfNetwork(string address) =>
    [
        "-analyzeduration", "1000000", .. address.StartsWith("rtsp", StringComparison.Ordinal)
            ? (string[])["-rtsp_transport", "tcp", "-timeout", Patience] : ["-rw_timeout", Patience], "-i", address,
    ];

    private static string[] OfScreen(string pace) => EnvironmentVariables.Display is { } display
        ? ["-f", "x11grab", "-framerate", pace, "-i", display]
        : throw new IOException("there is no screen to show: the session names no X11 display (DISPLAY); name a camera or a video file");

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = -1;
        if (ffmpeg.Output.ReadAtLeast(rgba, rgba.Length, throwOnEndOfStream: false) == rgba.Length)
        {
            Transparency.Remove(rgba);
            return true;
        }
        if (Stopping.IsCancellationRequested)
            return false;
        throw new IOException($"{input} gave no {(n == 0 ? "picture" : "further picture")}: {ffmpeg.Wait() ?? "ffmpeg ended"}");
    }

    /// <inheritdoc/>
    protected override void Close() => ffmpeg.Dispose();
}
