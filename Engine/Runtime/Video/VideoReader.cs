// Every frame of a video file in order, for verbs that turn one file into another.
namespace Engine;

/// <summary>
/// Reads a video (whatever ffmpeg decodes) frame by frame at its own rate, as a player shows it: upright, with square pixels, high dynamic range
/// brought within what screens show. None is dropped or repeated, except where frames come at uneven times: those are evened out to their average
/// rate. A file that breaks off delivers the frames there are, then says so. For a live stream see <see cref="FfmpegSource"/>.
/// </summary>
public sealed class VideoReader : IDisposable
{
    // Pixels of a frame: what a picture may have.
    private const long MaxPixels = PictureDecoder.MaxPixels;
    private readonly string path;
    private readonly Ffmpeg ffmpeg;
    private bool pending = true;

    private VideoReader(string path, VideoInfo video, CancellationToken cancellation)
    {
        this.path = path;
        (Rate, Width, Height) = (video.Rate, video.Width, video.Height);
        if ((long)Width * Height > MaxPixels)
            throw new IOException($"{path}: frames of {Width} × {Height} pixels are more than {MaxPixels / 1_000_000} million");
        Sound = video.Sounds.Count == 0 ? null : new VideoSound(path, video.Sounds, video.Delay);
        string[] filters = [.. VideoFilters.Even(video), .. VideoFilters.Tones(path, video), VideoFilters.Fit(Width, Height)];
        ffmpeg = new Ffmpeg(["-nostdin", "-hide_banner", "-loglevel", "error", "-i", Ffmpeg.Url(path), "-map", $"0:{video.Index}",
            "-vf", string.Join(',', filters), "-fps_mode", "passthrough", "-f", "image2pipe", "-c:v", "pam", "-pix_fmt", "rgba", "pipe:1"],
            cancellation: cancellation);
        try
        {
            // The first frame is waited for: what cannot be decoded at all is said here.
            if (PamFrames.ReadHeader(ffmpeg.Output) is not { } size)
                throw new IOException($"{path} gave no picture: {ffmpeg.Wait() ?? "there is none in it"}");
            Check(size);
        }
        catch
        {
            ffmpeg.Dispose();
            throw;
        }
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Frames a second, on average where it varies.</summary>
    public double Rate { get; }

    /// <summary>Frames read so far.</summary>
    public long Frames { get; private set; }

    /// <summary>Its sound; null where it has none.</summary>
    public VideoSound? Sound { get; }

    /// <summary>Whether a file is to be read as a video: it is no picture and no folder.</summary>
    public static bool IsVideo(string path) => File.Exists(path) ? !PictureFile.IsPicture(path)
        : !Directory.Exists(path) && Path.HasExtension(path) && !PictureFile.IsNamedAsPicture(path);

    /// <summary>Opens a file.</summary>
    /// <param name="path">Any name; no part of it means anything to ffmpeg.</param>
    /// <param name="cancellation">Ends waiting for frames.</param>
    /// <exception cref="IOException">There is no such file, it holds no video, or ffmpeg is not installed.</exception>
    /// <exception cref="OperationCanceledException">The token asked for the end.</exception>
    public static VideoReader Open(string path, CancellationToken cancellation = default)
    {
        // Another device is no file either, and is called what it is.
        if (path.StartsWith("/dev/video", StringComparison.Ordinal) || path.StartsWith("/dev/v4l/", StringComparison.Ordinal))
            throw new IOException($"{path}: a camera has no end; name a video file here, and play a camera in a scene (--source {path})");
        return new VideoReader(path, VideoInfo.Of(path, cancellation), cancellation);
    }

    /// <summary>Reads the next frame (RGBA, rows from the top); false at the end.</summary>
    /// <exception cref="ArgumentException">The span is not Width·Height·4 long.</exception>
    /// <exception cref="IOException">Thrown once, after the last frame that could be read, where the file is damaged or broke off.</exception>
    /// <exception cref="OperationCanceledException">The token asked for the end.</exception>
    public bool Read(Span<byte> rgba)
    {
        if (rgba.Length != Width * Height * 4)
            throw new ArgumentException($"{rgba.Length} bytes are no {Width}×{Height} RGBA picture");
        if (!pending)
            return false;
        var follows = Frames == 0;
        if (!follows && PamFrames.ReadHeader(ffmpeg.Output) is { } size)
        {
            Check(size);
            follows = true;
        }
        if (follows && ffmpeg.Output.ReadAtLeast(rgba, rgba.Length, throwOnEndOfStream: false) == rgba.Length)
        {
            Transparency.OverWhite(rgba);
            Frames++;
            return true;
        }
        pending = false;
        return ffmpeg.Wait() is not { } word
            ? false
            : throw new IOException($"{path} is damaged or breaks off: {Frames} frames could be read ({word})");
    }

    /// <inheritdoc/>
    public void Dispose() => ffmpeg.Dispose();

    private void Check((int Width, int Height) size)
    {
        if (size != (Width, Height))
            throw new IOException($"{path}: frame {Frames} is {size.Width}×{size.Height}, not {Width}×{Height}");
    }
}
