// Where the frames of a running scene can go: a video, numbered pictures, a device that other programs take for a camera.
using System.Globalization;

namespace Engine;

/// <summary>Takes frames of one size, in order, on a thread of its own; may be slow.</summary>
internal abstract class FrameSink : IDisposable
{
    /// <summary>Frames a second that are wanted.</summary>
    internal virtual double Rate => 30;

    /// <summary>Frames that it was given and had no room for.</summary>
    internal virtual long Refused => 0;

    /// <summary>Opens what a person named: an .mp4 or a .gif, <c>/dev/videoN</c>, otherwise a folder for pictures.</summary>
    /// <param name="option">As users type it, for messages: <c>--record</c>.</param>
    /// <param name="path">The name.</param>
    /// <param name="width">Columns of the frames.</param>
    /// <param name="height">Rows of the frames.</param>
    /// <exception cref="IOException">It cannot be written, is no device that takes pictures, or ffmpeg is needed and not installed.</exception>
    /// <exception cref="ArgumentException">The name does not suit.</exception>
    internal static FrameSink Open(string option, string path, int width, int height)
    {
        if (path.StartsWith("/dev/", StringComparison.Ordinal))
            return new DeviceSink(VideoDevices.Machine, path, width, height);
        if (Path.GetExtension(path).ToLowerInvariant() is ".mp4" or ".gif")
        {
            OutputFile.Check(option, path, ".mp4", ".gif");
            return new VideoSink(path, width, height);
        }
        if (Path.GetExtension(path).Length > 0 && !Directory.Exists(path))
            throw new ArgumentException($"{option} {path}: name an .mp4, a .gif, a folder for pictures, or a device such as /dev/video10");
        OutputFile.CheckFolder(option, path);
        return new PictureSink(path, width, height);
    }

    /// <summary>Writes a frame (RGBA, rows from the top) that stays for so many periods of <see cref="Rate"/>.</summary>
    /// <exception cref="IOException">It cannot be written any more; says what is kept.</exception>
    internal abstract void Write(ReadOnlySpan<byte> rgba, int periods);

    /// <summary>Ends it: a video becomes whole.</summary>
    /// <exception cref="IOException">It could not be finished; says what is kept.</exception>
    public abstract void Dispose();

    private sealed class VideoSink(string path, int width, int height) : FrameSink
    {
        private readonly VideoWriter writer = new(path, width, height, RateOf(path));

        internal override double Rate { get; } = RateOf(path);

        // What was missed is shown as the frame before it, so that the video lasts as long as the scene did.
        internal override void Write(ReadOnlySpan<byte> rgba, int periods)
        {
            for (; periods > 0; periods--)
                writer.Write(rgba);
        }

        public override void Dispose() => writer.Dispose();

        // A .gif counts in hundredths of a second.
        private static double RateOf(string path) => Path.GetExtension(path).Equals(".gif", StringComparison.OrdinalIgnoreCase) ? 20 : 30;
    }

    private sealed class PictureSink(string folder, int width, int height) : FrameSink
    {
        private int written;

        internal override void Write(ReadOnlySpan<byte> rgba, int periods)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"frame-{++written:D6}.png"));
            try
            {
                PngFile.Write(path, width, height, rgba);
            }
            catch (UnauthorizedAccessException refused)
            {
                throw new IOException($"{path} cannot be written ({refused.Message}); name a folder that can be", refused);
            }
        }

        public override void Dispose()
        {
        }
    }
}
