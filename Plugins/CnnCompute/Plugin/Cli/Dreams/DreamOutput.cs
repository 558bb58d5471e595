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
    private readonly VideoWriter? video;
    private int written;

    /// <summary>Decides by the name, and begins a video.</summary>
    /// <param name="path">As the user wrote it.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="several">Whether there may be more than one frame.</param>
    /// <param name="rate">Frames a second of a video.</param>
    /// <exception cref="ArgumentException">The name does not suit.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public DreamOutput(string path, int width, int height, bool several, double rate)
    {
        (this.path, this.width, this.height) = (path, width, height);
        Check(path, several);
        if (!IsPicture(path))
            video = new VideoWriter(path, width, height, rate);
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
    }

    /// <summary>Appends a frame of RGBA bytes.</summary>
    public void Write(ReadOnlySpan<byte> rgba)
    {
        if (video is not null)
            video.Write(rgba);
        else
            PngFile.Write(NameOf(written), width, height, rgba);
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
        var number = Number().Match(Path.GetFileName(path));
        if (!number.Success)
            return path;
        var digits = number.Groups[1].Length > 0 ? int.Parse(number.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 1;
        var name = Path.GetFileName(path).Replace(number.Value, frame.ToString($"D{digits}", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return Path.Combine(Path.GetDirectoryName(path)!, name);
    }

    [GeneratedRegex("%0?([0-9]?)d")]
    private static partial Regex Number();
}
