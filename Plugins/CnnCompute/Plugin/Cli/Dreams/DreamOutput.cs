// Where dreamt frames go: one picture, numbered pictures, or a video.
using System.Globalization;
using System.Text.RegularExpressions;
using Engine;

namespace CnnCompute;

/// <summary>Writes frames of one size; what was written stays, whatever happens later.</summary>
internal sealed partial class DreamOutput : IDisposable
{
    private readonly string path;
    private readonly int width, height;
    private readonly bool isSeveral;
    private readonly VideoWriter? video;
    private readonly Transparency? transparency;
    private int written;

    /// <summary>Decides by the name, and begins a video.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="several">Whether there may be more than one frame.</param>
    /// <param name="rate">Frames a second of a video.</param>
    /// <param name="sound">What is heard with a video.</param>
    /// <param name="transparency">What pictures take from the one dreamt upon.</param>
    /// <exception cref="ArgumentException">The name does not suit.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public DreamOutput(
        string path, int width, int height, bool several, double rate, VideoSound? sound = null, Transparency? transparency = null)
    {
        (this.path, this.width, this.height, isSeveral, this.transparency) = (path, width, height, several, transparency);
        Check(path, several);
        if (!IsPicture(path))
            video = new VideoWriter(path, width, height, rate, sound);
        else if (sound is not null)
            Log.Information($"--out {path}: pictures have no sound; that of {sound.Path} is left out");
    }

    /// <summary>Refuses names that do not suit, before anything is computed.</summary>
    public static void Check(string path, bool several)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".png" or ".mp4" or ".gif"))
            throw new ArgumentException($"--out {path}: pictures are written as .png, videos as .mp4 or .gif");
        if (several && extension == ".png" && !Number().IsMatch(Path.GetFileName(path)))
        {
            throw new ArgumentException($"--out {path}: several frames need an .mp4, a .gif or a number in the name, "
                + $"such as {Path.GetFileNameWithoutExtension(path)}-%04d.png");
        }
        OutputFile.Check("--out", path);
    }

    /// <summary>Appends a frame of RGBA bytes.</summary>
    public void Write(Span<byte> rgba)
    {
        if (video is null)
        {
            transparency?.Give(width, height, rgba);
            PngFile.Write(NameOf(written), width, height, rgba);
        }
        else
        {
            video.Write(rgba);
        }
        written++;
    }

    /// <summary>What there is, in words.</summary>
    public string Describe() => written == 0 ? "nothing was written"
        : video is null && written > 1 ? $"wrote {written} pictures, {NameOf(0)} to {NameOf(written - 1)}"
        : $"wrote {NameOf(0)}{(video is null ? "" : $", {written} frames")}";

    /// <inheritdoc/>
    public void Dispose() => video?.Dispose();

    private static bool IsPicture(string path) => Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase);

    private string NameOf(int frame)
    {
        // Of a single picture a % is one letter of its name.
        if (!isSeveral || Number().Matches(Path.GetFileName(path)) is not { Count: > 0 } found)
            return path;
        var number = found.FirstOrDefault(n => n.Groups[1].Length > 0) ?? found[^1];
        var digits = number.Groups[1].Length > 0 ? int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;
        var name = Path.GetFileName(path).Remove(number.Index, number.Length)
            .Insert(number.Index, frame.ToString($"D{digits}", CultureInfo.InvariantCulture));
        return Path.Combine(Path.GetDirectoryName(path)!, name);
    }

    [GeneratedRegex("%0?([0-9]?)d")]
    private static partial Regex Number();
}
