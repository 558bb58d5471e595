// What a video file holds, as ffprobe reads it.
using System.Globalization;
using System.Text.Json;

namespace Engine;

/// <summary>The video stream that a player would show, and the sound beside it.</summary>
internal sealed record VideoInfo
{
    // Formats of ffmpeg's that are no videos: single pictures, and texts that it draws.
    private static readonly string[] Others = ["image2", "tty", "ico"];

    // Pixels are at most so many times as wide as high, or as high as wide, in any real video.
    private const double MostAspect = 16;

    /// <summary>Its number among the file's streams.</summary>
    internal required int Index { get; init; }

    /// <summary>Columns as shown: with square pixels and turned upright.</summary>
    internal required int Width { get; init; }

    /// <summary>Rows as shown.</summary>
    internal required int Height { get; init; }

    /// <summary>Frames a second, on average where it varies.</summary>
    internal required double Rate { get; init; }

    /// <summary>Whether frames come at uneven times.</summary>
    internal required bool IsUneven { get; init; }

    /// <summary>The curve of a picture of high dynamic range, smpte2084 or arib-std-b67; empty for any other.</summary>
    internal required string HighDynamicRange { get; init; }

    /// <summary>Seconds from the beginning of the file to the first frame.</summary>
    internal required double Delay { get; init; }

    /// <summary>Codecs of its streams of sound.</summary>
    internal required IReadOnlyList<string> Sounds { get; init; }

    /// <summary>Reads it.</summary>
    /// <exception cref="IOException">There is no such file, it holds no video, or ffprobe is not installed; one sentence that names it.</exception>
    /// <exception cref="OperationCanceledException">The token asked for the end.</exception>
    internal static VideoInfo Of(string path, CancellationToken cancellation)
    {
        CheckFile(path);
        using var probe = new Ffmpeg(["-v", "error", "-show_streams", "-show_format", "-of", "json", Ffmpeg.Url(path)], "ffprobe", cancellation);
        using var text = new StreamReader(probe.Output);
        var json = text.ReadToEnd();
        var word = probe.Wait();
        try
        {
            using var document = JsonDocument.Parse(json.Length == 0 ? "{}" : json);
            return Of(path, document.RootElement, word?.Replace($"{Ffmpeg.Url(path)}: ", "", StringComparison.Ordinal));
        }
        catch (JsonException odd)
        {
            throw new IOException($"{path} holds no video that can be read ({word ?? "ffprobe broke off"})", odd);
        }
    }

    private static void CheckFile(string path)
    {
        try
        {
            using var file = RegularFile.Open(path);
            if (file.Length == 0)
                throw new IOException($"{path} holds no video: it is empty");
        }
        catch (FileNotFoundException missing)
        {
            throw new FileNotFoundException($"there is no file {path}", path, missing);
        }
        catch (Exception refused) when (refused is InvalidDataException or UnauthorizedAccessException)
        {
            throw new IOException(refused.Message, refused);
        }
    }

    private static VideoInfo Of(string path, JsonElement root, string? word)
    {
        JsonElement[] streams = root.TryGetProperty("streams", out var all) && all.ValueKind == JsonValueKind.Array ? [.. all.EnumerateArray()] : [];
        var format = root.TryGetProperty("format", out var about) ? about : default;
        var kind = Text(format, "format_name");
        if (Others.Contains(kind) || kind.EndsWith("_pipe", StringComparison.Ordinal))
            throw new IOException($"{path} holds no video but {(kind == "tty" ? "text" : "a picture of a kind that is not read")}");
        string[] sounds = [.. streams.Where(s => Text(s, "codec_type") == "audio").Select(s => Text(s, "codec_name"))];
        JsonElement[] videos = [.. streams.Where(s => Text(s, "codec_type") == "video")];
        // A cover is a picture in a file of sound. Of several streams the one meant to be shown, then the largest, is taken.
        var shown = videos.Where(s => !IsSet(s, "attached_pic") && Number(s, "width") > 0 && Number(s, "height") > 0)
            .OrderByDescending(s => IsSet(s, "default")).ThenByDescending(s => Number(s, "width") * Number(s, "height")).ToArray();
        if (shown is not [var video, ..])
        {
            var holds = videos.Length > 0 && sounds.Length > 0 ? "only sound and a cover" : sounds.Length > 0 ? "only sound" : null;
            throw new IOException($"{path} holds no video that can be read{((holds ?? word) is { } why ? $" ({why})" : "")}");
        }
        var (width, height) = ShownSize(video);
        var (average, real) = (Quotient(Text(video, "avg_frame_rate"), '/'), Quotient(Text(video, "r_frame_rate"), '/'));
        var transfer = Text(video, "color_transfer");
        return new VideoInfo
        {
            Index = (int)Number(video, "index"),
            Width = width,
            Height = height,
            Rate = average > 0 ? average : real > 0 ? real : 25,
            // Fields count twice in the second rate; what differs otherwise comes at uneven times.
            IsUneven = average > 0 && real > 0 && new[] { 1, 2 }.All(n => Math.Abs((real / average) - n) > 0.05),
            HighDynamicRange = transfer is "smpte2084" or "arib-std-b67" ? transfer : "",
            Delay = Math.Max(0, Number(video, "start_time") - Number(format, "start_time")),
            Sounds = sounds,
        };
    }

    // Stored size, pixels made square by the side that grows, then turned.
    private static (int Width, int Height) ShownSize(JsonElement video)
    {
        double width = Number(video, "width"), height = Number(video, "height"), aspect = Quotient(Text(video, "sample_aspect_ratio"), ':');
        if (aspect is > 1 and <= MostAspect)
            width = Math.Round(width * aspect);
        else if (aspect is < 1 and >= 1 / MostAspect)
            height = Math.Round(height / aspect);
        var turn = video.TryGetProperty("side_data_list", out var list) && list.ValueKind == JsonValueKind.Array
            ? list.EnumerateArray().Select(d => Number(d, "rotation")).FirstOrDefault(r => r != 0) : 0;
        return (int)Math.Round(turn / 90) % 2 != 0 ? ((int)height, (int)width) : ((int)width, (int)height);
    }

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value.ToString() : "";

    private static double Number(JsonElement parent, string name) =>
        double.TryParse(Text(parent, name), CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : 0;

    private static bool IsSet(JsonElement stream, string disposition) =>
        stream.TryGetProperty("disposition", out var all) && Number(all, disposition) != 0;

    private static double Quotient(string text, char sign)
    {
        var parts = text.Split(sign);
        return parts.Length == 2 && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var above)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var below) && below > 0 ? above / below : 0;
    }
}
