// Opens the kinds of source there are, by what a scene or the command line names.
namespace Engine;

/// <summary>The kinds of frame source an app knows; plugins add theirs as schemes.</summary>
public sealed class FrameSources
{
    private readonly Dictionary<string, Func<string, VideoSource, FrameSource>> schemes = [];

    /// <summary>Where cameras are.</summary>
    internal VideoDevices Devices { get; set; } = VideoDevices.Machine;

    /// <summary>Lets sources be written as <c>scheme:rest</c>; <paramref name="open"/> gets the rest.</summary>
    public void Add(string scheme, Func<string, VideoSource, FrameSource> open) => schemes.Add(scheme, open);

    /// <summary>
    /// Whether this is written as a path, not as <c>scenery</c>, <c>testpattern</c>, <c>clutter</c>, <c>camera</c>, <c>screen</c> or
    /// <c>scheme:rest</c> with a scheme of small letters.
    /// </summary>
    public static bool IsPath(string source) => source is not ("scenery" or "testpattern" or "clutter" or CameraSource.Any or FfmpegSource.Screen)
        && !(source.IndexOf(':') is > 1 and var colon && source.AsSpan(0, colon).IndexOfAnyExceptInRange('a', 'z') < 0);

    /// <summary>Whether pictures come when they come: from a camera, a screen or a network. Such a source can only run live.</summary>
    public static bool ComesByItself(string source) => CameraSource.IsCamera(source) || FfmpegSource.IsStream(source);

    /// <summary>Opens what <paramref name="wanted"/> names.</summary>
    /// <param name="wanted">The component.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <param name="live">Whether it will run on a thread of its own.</param>
    /// <param name="cancellation">Ends waiting for pictures.</param>
    /// <exception cref="IOException">It does not exist or cannot be read; says what to do.</exception>
    public FrameSource Open(VideoSource wanted, string folder, bool live, CancellationToken cancellation = default)
    {
        Check(wanted);
        var source = wanted.Source;
        if (source == "scenery")
            return new Scenery(wanted.Width, wanted.Height, wanted.Rate);
        if (source == "clutter")
            return new Clutter(wanted.Width, wanted.Height, wanted.Rate);
        if (source == "testpattern")
            return new TestPattern(wanted.Width, wanted.Height, wanted.Rate);
        if (CameraSource.IsCamera(source))
            return CameraSource.Open(Devices, wanted, live, cancellation);
        if (FfmpegSource.IsStream(source))
            return new FfmpegSource(source, wanted.Width, wanted.Height, wanted.Rate, live, cancellation);
        var path = Path.Combine(folder, source);
        if (Directory.Exists(path) || (File.Exists(path) && PictureFile.IsPicture(path)))
            return new ImageFolder(path, wanted.Width, wanted.Height, Math.Min(wanted.Rate, 1));
        if (!File.Exists(path) && !IsPath(source))
        {
            var colon = source.IndexOf(':');
            return schemes.TryGetValue(source[..colon], out var open)
                ? open(source[(colon + 1)..], wanted)
                : throw new IOException($"source {source}: no plugin brings the kind \"{source[..colon]}\"; there are: scenery, testpattern, "
                    + "clutter, camera, screen, a picture or a folder of them, a video file, /dev/videoN, rtsp://…, http://…"
                    + $"{string.Concat(schemes.Keys.Select(k => $", {k}:…"))}");
        }
        return new FfmpegSource(path, wanted.Width, wanted.Height, wanted.Rate, live, cancellation);
    }

    /// <summary>Whether a source can be as it is wanted.</summary>
    /// <exception cref="IOException">A number is not possible; says which.</exception>
    internal static void Check(in VideoSource wanted)
    {
        var source = wanted.Source;
        if (wanted.Width is < 1 or > 8192 || wanted.Height is < 1 or > 8192)
        {
            throw new IOException(
                $"source {source}: pictures of {wanted.Width}×{wanted.Height} are not possible; width and height go from 1 to 8192");
        }
        if (!(wanted.Rate > 0))
            throw new IOException($"source {source}: {wanted.Rate} pictures a second are not possible; rate must be above 0");
        if (wanted.Crop is not (>= 0.05f and <= 1))
            throw new IOException($"source {source}: crop {wanted.Crop} is not possible; it is a share from 0.05 to 1");
    }
}
