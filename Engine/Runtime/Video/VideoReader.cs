// Every frame of a video file in order, for verbs that turn one file into another.
using System.Globalization;

namespace Engine;

/// <summary>
/// Reads a video (whatever ffmpeg decodes) frame by frame at its own size and rate, turned upright as its file asks; none is dropped or repeated.
/// A file that breaks off delivers the frames there are, then says so. For a live stream see <see cref="FfmpegSource"/>.
/// </summary>
public sealed class VideoReader : IDisposable
{
    private readonly string path;
    private readonly Ffmpeg ffmpeg;
    private readonly byte[] header, again;
    private bool pending = true;

    private VideoReader(string path, double rate)
    {
        (this.path, Rate) = (path, rate);
        ffmpeg = new Ffmpeg(["-nostdin", "-hide_banner", "-loglevel", "error", "-i", Url(path), "-map", "0:v:0", "-fps_mode", "passthrough", "-f",
            "image2pipe", "-c:v", "pam", "-pix_fmt", "rgba", "pipe:1"]);
        try
        {
            header = ReadHeader();
            again = new byte[header.Length];
            (Width, Height) = (Number("WIDTH "), Number("HEIGHT "));
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

    /// <summary>Opens a file.</summary>
    /// <exception cref="IOException">There is no such file, it holds no video, or ffmpeg is not installed.</exception>
    public static VideoReader Open(string path)
    {
        if (FfmpegSource.IsCamera(path))
            throw new IOException($"{path}: a camera has no end; name a video file here, and play a camera in a scene (--source {path})");
        if (!File.Exists(path))
            throw new FileNotFoundException($"there is no file {path}", path);
        return new VideoReader(path, RateOf(path));
    }

    /// <summary>Reads the next frame (RGBA, rows from the top); false at the end.</summary>
    /// <exception cref="ArgumentException">The span is not Width·Height·4 long.</exception>
    /// <exception cref="IOException">Thrown once, after the last frame that could be read, where the file is damaged or broke off.</exception>
    public bool Read(Span<byte> rgba)
    {
        if (rgba.Length != Width * Height * 4)
            throw new ArgumentException($"{rgba.Length} bytes are no {Width}×{Height} RGBA picture");
        if (!pending)
            return false;
        var follows = Frames == 0 || ffmpeg.Output.ReadAtLeast(again, again.Length, throwOnEndOfStream: false) == again.Length;
        if (follows && Frames > 0 && !again.AsSpan().SequenceEqual(header))
            throw new IOException($"{path}: frame {Frames} has another size than {Width}×{Height}");
        if (follows && ffmpeg.Output.ReadAtLeast(rgba, rgba.Length, throwOnEndOfStream: false) == rgba.Length)
        {
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

    // A name with a colon is no protocol.
    internal static string Url(string path) => "file:" + Path.GetFullPath(path);

    // Frames come as PAM pictures: a text that ends in ENDHDR, then the pixels. It is the same for each, for ffmpeg scales what changes size to the
    // first.
    private byte[] ReadHeader()
    {
        var bytes = new List<byte>();
        while (bytes.Count < 200 && !System.Runtime.InteropServices.CollectionsMarshal.AsSpan(bytes).EndsWith("ENDHDR\n"u8))
        {
            if (ffmpeg.Output.ReadByte() is not (>= 0 and var next))
                throw new IOException($"{path} gave no picture: {ffmpeg.Wait() ?? "there is none in it"}");
            bytes.Add((byte)next);
        }
        return [.. bytes];
    }

    private int Number(string key)
    {
        var text = System.Text.Encoding.ASCII.GetString(header);
        var from = text.IndexOf(key, StringComparison.Ordinal) + key.Length;
        return int.Parse(text.AsSpan(from, text.IndexOf('\n', from) - from), CultureInfo.InvariantCulture);
    }

    private static double RateOf(string path)
    {
        using var probe = new Ffmpeg(["-v", "error", "-select_streams", "v:0", "-show_entries", "stream=avg_frame_rate,r_frame_rate", "-of",
            "default=noprint_wrappers=1", Url(path)], "ffprobe");
        using var text = new StreamReader(probe.Output);
        var rates = text.ReadToEnd().Split('\n').Select(line => line.Split('=')).Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[0], parts => Quotient(parts[1]));
        var word = probe.Wait();
        if (rates.Count == 0)
            throw new IOException($"{path} holds no video that can be read{(word is null ? "" : $" ({word})")}");
        return rates.GetValueOrDefault("avg_frame_rate") is > 0 and var average ? average
            : rates.GetValueOrDefault("r_frame_rate") is > 0 and var real ? real
            : 25;
    }

    private static double Quotient(string text)
    {
        var parts = text.Split('/');
        return parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var above)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var below) && below > 0 ? above / below : 0;
    }
}
