// Video files and webcams through an ffmpeg process that writes raw RGBA frames into a pipe.
using System.Globalization;

namespace Engine;

/// <summary>
/// A video file (played at its own pace, from the start again at its end) or a V4L2 camera such as <c>/dev/video0</c>, scaled to cover the frame.
/// ffmpeg decodes; the reader thread keeps only the newest picture, so a slow scene drops frames instead of falling behind.
/// </summary>
public sealed class FfmpegSource : FrameSource
{
    private readonly Ffmpeg ffmpeg;
    private readonly string input;

    /// <summary>Starts ffmpeg on a file or device.</summary>
    /// <exception cref="IOException">There is no such file or device, or ffmpeg is not installed.</exception>
    public FfmpegSource(string input, int width, int height, double rate = 30, bool live = true)
        : base(width, height, live ? double.PositiveInfinity : rate)
    {
        this.input = input;
        var camera = IsCamera(input);
        if (!File.Exists(input))
        {
            throw new FileNotFoundException(
                camera ? $"there is no camera at {input}; `ls /dev/video*` shows which there are" : $"there is no file {input}");
        }
        string[] from = camera ? ["-f", "v4l2", "-framerate", rate.ToString(CultureInfo.InvariantCulture)]
            : live ? ["-re", "-stream_loop", "-1"]
            : ["-stream_loop", "-1"];
        var cover = $"scale={width}:{height}:force_original_aspect_ratio=increase,crop={width}:{height}"
            + (camera ? "" : $",fps={rate.ToString(CultureInfo.InvariantCulture)}");
        ffmpeg = new Ffmpeg(["-nostdin", "-hide_banner", "-loglevel", "error", .. from, "-i", input, "-an", "-vf", cover, "-f", "rawvideo",
            "-pix_fmt", "rgba", "pipe:1"]);
    }

    /// <summary>Whether this names a device: its pictures come when they come, so it can only run live.</summary>
    public static bool IsCamera(string input) => input.StartsWith("/dev/", StringComparison.Ordinal);

    /// <inheritdoc/>
    protected override bool Produce(long n, Span<byte> rgba, out int label)
    {
        label = -1;
        if (ffmpeg.Output.ReadAtLeast(rgba, rgba.Length, throwOnEndOfStream: false) == rgba.Length)
            return true;
        if (Stopping.IsCancellationRequested)
            return false;
        throw new IOException($"{input} gave no {(n == 0 ? "picture" : "further picture")}: {ffmpeg.Wait() ?? "ffmpeg ended"}");
    }

    /// <inheritdoc/>
    protected override void Close() => ffmpeg.Dispose();
}
