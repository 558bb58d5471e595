// ffmpeg's filters that make frames look as a player shows them.
using System.Globalization;

namespace Engine;

/// <summary>Chains of filters, as ffmpeg writes them; frames are upright already, for ffmpeg turns them itself.</summary>
internal static class VideoFilters
{
    // Asked once: not every ffmpeg is built with them.
    private static readonly Lazy<bool> CanMapTones = new(() =>
    {
        using var ffmpeg = new Ffmpeg(["-hide_banner", "-filters"]);
        using var text = new StreamReader(ffmpeg.Output);
        var filters = text.ReadToEnd();
        return filters.Contains(" zscale ", StringComparison.Ordinal) && filters.Contains(" tonemap ", StringComparison.Ordinal);
    });

    /// <summary>Pixels made square by the side that grows.</summary>
    internal static string Square =>
        $"scale=w='if(gt({Aspect},1),round(iw*sar),iw)':h='if(lt({Aspect},1),round(ih/sar),ih)',setsar=1";

    // How much wider than high a pixel is; what no real video has counts as square, as VideoInfo counts it.
    private static string Aspect => "if(between(sar,1/16,16),sar,1)";

    // The same of the whole frame.
    private static string Shape => $"(a*{Aspect})";

    /// <summary>
    /// To one size with square pixels, whatever becomes of the stream's own: what later has another shape is fitted in, on black.
    /// </summary>
    internal static string Fit(int width, int height) => string.Create(CultureInfo.InvariantCulture,
        $"scale=w='if(lt(abs({Shape}*{height}/{width}-1),0.02),{width},min({width},max(1,round({height}*{Shape}))))'"
        + $":h='if(lt(abs({Shape}*{height}/{width}-1),0.02),{height},min({height},max(1,round({width}/{Shape}))))'"
        + $",pad={width}:{height}:(ow-iw)/2:(oh-ih)/2,setsar=1");

    /// <summary>Frames at even times; nothing for what has them.</summary>
    internal static string[] Even(VideoInfo video) => video.IsUneven ? [string.Create(CultureInfo.InvariantCulture, $"fps={video.Rate:R}")] : [];

    /// <summary>
    /// High dynamic range to what screens show (BT.709; Hable's curve); nothing for other videos. Says so where ffmpeg cannot.
    /// </summary>
    internal static string[] Tones(string path, VideoInfo video)
    {
        if (video.HighDynamicRange.Length == 0)
            return [];
        if (!CanMapTones.Value)
        {
            Log.Warning($"{path} has high dynamic range, and this ffmpeg lacks the filters zscale and tonemap: its colours are shown pale");
            return [];
        }
        return
        [
            $"zscale=tin={video.HighDynamicRange}:min=bt2020nc:pin=bt2020:t=linear:npl=100", "format=gbrpf32le", "zscale=p=bt709",
            "tonemap=tonemap=hable:desat=0", "zscale=t=bt709:m=bt709:r=tv", "format=yuv444p10le"
        ];
    }
}
