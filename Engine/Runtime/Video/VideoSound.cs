// The sound of a video that a verb makes another video of.
using System.Globalization;

namespace Engine;

/// <summary>Where the sound lies, and what it is.</summary>
/// <param name="Path">The video.</param>
/// <param name="Codecs">Of its streams of sound.</param>
/// <param name="Delay">Seconds from the beginning of the file to its first frame.</param>
public sealed record VideoSound(string Path, IReadOnlyList<string> Codecs, double Delay)
{
    // What an .mp4 may hold as it is; other codecs are encoded again.
    private static readonly string[] InMp4 = ["aac", "mp3", "ac3", "eac3", "alac", "opus"];

    /// <summary>ffmpeg's arguments that copy it beside the frames of a recording, as far as these last.</summary>
    internal string[] Beside(string recording, double seconds) =>
    [
        "-itsoffset", Number(Delay), "-i", Ffmpeg.Url(recording), "-i", Ffmpeg.Url(Path), "-map", "0:v:0", "-map", "1:a", "-c:v", "copy",
        .. Codecs.SelectMany((codec, n) => (string[])[$"-c:a:{n}", InMp4.Contains(codec) ? "copy" : "aac"]),
        "-t", Number(Delay + seconds), "-movflags", "+faststart",
    ];

    private static string Number(double seconds) => seconds.ToString("0.######", CultureInfo.InvariantCulture);
}
