// Frames into a video file, for verbs that turn one file into another.
using System.Globalization;

namespace Engine;

/// <summary>
/// Writes .mp4 (H.264, plays everywhere) or .gif through ffmpeg. Frames go into a recording beside the target that stays readable whatever happens to
/// its writer; <see cref="Dispose"/> makes the file of it, with the sound of another video where wanted, and moves it into place. What was written
/// before an error is kept in the same way, and what a killed run left of the same file is found when the next one begins.
/// </summary>
public sealed class VideoWriter : IDisposable
{
    private readonly string path, recording, finished;
    private readonly FileStream held;
    private readonly IDisposable work;
    private readonly VideoSound? sound;
    private readonly double rate;
    private readonly int width, height;
    private readonly bool isGif;
    private readonly Ffmpeg ffmpeg;
    private bool ended;

    /// <summary>Begins a file; its folder is made where there is none.</summary>
    /// <param name="path">An .mp4 or a .gif.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="sound">The sound that goes with the frames; a .gif has none, which is said.</param>
    /// <exception cref="ArgumentException">The size or the rate is not possible.</exception>
    /// <exception cref="IOException">The name ends in something else, the folder cannot be written, or ffmpeg is not installed.</exception>
    public VideoWriter(string path, int width, int height, double rate, VideoSound? sound = null)
    {
        if (width is < 1 or > 16384 || height is < 1 or > 16384)
            throw new ArgumentException($"{path}: a video of {width}×{height} is not possible; sides go from 1 to 16384");
        if (rate is not (> 0 and <= 1000))
            throw new ArgumentException($"{path}: {rate} frames a second are not possible; the rate is above 0 and at most 1000");
        (this.path, this.width, this.height, this.rate) = (path, width, height, rate);
        var extension = Path.GetExtension(path).ToLowerInvariant();
        isGif = extension == ".gif";
        if (!isGif && extension != ".mp4")
            throw new IOException($"{path}: a video is written as .mp4 or .gif; choose one of these endings");
        if (RegularFile.Other(path) is { } kind)
            throw new IOException($"{path}: cannot be written: there is {kind} of that name; choose another");
        if (isGif && sound is not null)
            Log.Information($"{path}: a .gif has no sound; that of {sound.Path} is left out");
        this.sound = isGif ? null : sound;
        var full = Path.GetFullPath(path);
        var (folder, stem, ending) = (Path.GetDirectoryName(full)!, Path.GetFileNameWithoutExtension(full), isGif ? ".rec.mkv" : ".rec.mp4");
        (recording, finished) = (Leftovers.NameFor(folder, stem, ending), Leftovers.NameFor(folder, stem, extension));
        try
        {
            Directory.CreateDirectory(folder);
            Recover(folder, stem, ending);
            // Held until the end, so that another run sees that it is in use.
            held = new FileStream(recording, FileMode.Create, FileAccess.Write, FileShare.None, 1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: cannot be written: {error.Message} (make room or choose another folder)", error);
        }
        try
        {
            string[] input =
            [
                "-f", "rawvideo", "-pix_fmt", "rgba", "-video_size", $"{width}x{height}", "-framerate",
                rate.ToString("R", CultureInfo.InvariantCulture), "-i", "pipe:0",
            ];
            ffmpeg = new Ffmpeg(["-hide_banner", "-loglevel", "error", "-y", .. input, .. isGif ? Lossless : H264, Ffmpeg.Url(recording)],
                writes: true);
        }
        catch
        {
            held.Dispose();
            File.Delete(recording);
            throw;
        }
        work = KeptWork.Begin();
    }

    /// <summary>Frames written so far.</summary>
    public long Frames { get; private set; }

    // Exact colours for the palette that is chosen at the end.
    private static string[] Lossless => ["-c:v", "ffv1", "-pix_fmt", "bgr0", "-flush_packets", "1"];

    // Sides of yuv420p are even: the last column and row are repeated where they are not. Fragments of half a second keep what a killed writer leaves
    // readable.
    private string[] H264 => [
        "-vf", $"pad={width + width % 2}:{height + height % 2},"
            + $"fillborders=right={width % 2}:bottom={height % 2}:mode=smear,scale=out_color_matrix=bt709:out_range=tv",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "18", "-pix_fmt", "yuv420p", "-colorspace", "bt709", "-color_primaries",
        "bt709", "-color_trc", "bt709", "-movflags", "+empty_moov+default_base_moof", "-frag_duration", "500000", "-flush_packets", "1"];

    /// <summary>Appends a frame (RGBA, rows from the top; what is transparent is not).</summary>
    /// <exception cref="ArgumentException">The span is not width·height·4 long.</exception>
    /// <exception cref="IOException">ffmpeg ended or the disk is full; says what is kept.</exception>
    public void Write(ReadOnlySpan<byte> rgba)
    {
        if (rgba.Length != width * height * 4)
            throw new ArgumentException($"{rgba.Length} bytes are no {width}×{height} RGBA picture");
        ObjectDisposedException.ThrowIf(ended, this);
        try
        {
            ffmpeg.Input.Write(rgba);
            Frames++;
        }
        catch (IOException broken)
        {
            End(broken);
        }
    }

    /// <summary>Makes the file of what was written.</summary>
    /// <exception cref="IOException">It could not be finished; says why and what is kept. Not thrown again where <see cref="Write"/> said
    /// so.</exception>
    public void Dispose()
    {
        if (!ended)
            End(null);
    }

    private void End(IOException? broken)
    {
        ended = true;
        string? word;
        using var done = work;
        using (held)
        using (ffmpeg)
            word = ffmpeg.Wait() ?? (broken is null ? null : "ffmpeg ended too soon");
        string kept;
        try
        {
            kept = Finish(ref word);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path}: the video could not be written: {error.Message} (make room or choose another folder)", error);
        }
        if (word is not null)
            throw new IOException($"{path}: the video could not be written to its end: {word}; {kept}", broken);
    }

    // What became of the recording, in words; a word of ffmpeg's is one of trouble.
    private string Finish(ref string? word)
    {
        if (new FileInfo(recording).Length == 0 || Frames == 0)
        {
            File.Delete(recording);
            word ??= "it was given no frame";
            return "nothing is kept";
        }
        string[] copied = ["-i", Ffmpeg.Url(recording), "-c", "copy", "-movflags", "+faststart"];
        string[] palette =
            ["-i", Ffmpeg.Url(recording), "-vf", "split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=bayer:bayer_scale=3"];
        var isBroken = word is not null;
        string? trouble;
        if (sound is not null && Make(sound.Beside(recording, Frames / rate), isBroken) is { } why)
        {
            Log.Warning($"{path}: the sound of {sound.Path} could not be taken over ({why})");
            trouble = Make(copied, isBroken);
        }
        else
        {
            trouble = sound is null ? Make(isGif ? palette : copied, isBroken) : null;
        }
        if (trouble is null)
        {
            File.Move(finished, path, overwrite: true);
            File.Delete(recording);
            return $"what was written until then is kept in {path}";
        }
        word ??= trouble;
        File.Delete(finished);
        // An .mp4 in fragments is an .mp4, too; the recording of a .gif is none.
        var kept = isGif ? Path.ChangeExtension(path, ".mkv") : path;
        File.Move(recording, kept, overwrite: true);
        return $"what was written until then is kept as it is in {kept}";
    }

    // Null where all went well. Complaints about a recording that broke off are no news; those about what is made of it are.
    private string? Make(string[] arguments, bool isBroken)
    {
        using var maker = new Ffmpeg(["-nostdin", "-hide_banner", "-loglevel", "error", "-y", .. arguments, Ffmpeg.Url(finished)], writes: true);
        return maker.Wait(isBroken
            ? line => line.Contains(finished, StringComparison.Ordinal) || line.Contains("No space left", StringComparison.Ordinal)
            : null);
    }

    // What a killed run had written of the same video gets a name that is seen.
    private void Recover(string folder, string stem, string ending)
    {
        Leftovers.Remove(folder, stem, Path.GetExtension(path).ToLowerInvariant());
        foreach (var left in Leftovers.Of(folder, stem, ending))
        {
            if (new FileInfo(left).Length == 0)
            {
                File.Delete(left);
                continue;
            }
            var kept = Enumerable.Range(1, int.MaxValue).Select(n => n == 1 ? "" : $"-{n}")
                .Select(number => Path.Combine(folder, $"{stem}-unfinished{number}{Path.GetExtension(left)}")).First(name => !File.Exists(name));
            File.Move(left, kept);
            Log.Information($"{path}: an earlier run was ended before its video was whole; what it had written is in {kept}");
        }
    }
}
