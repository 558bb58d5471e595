// How late pictures are: from when their source had them to the end of the frame that draws them.
using System.Diagnostics;

namespace Engine;

/// <summary>Draw phase, after everything is drawn.</summary>
internal static class FeedTimes
{
    private static readonly QueryDescription Feeds = new QueryDescription().WithAll<Feed>();

    /// <summary>Notes it for all sources.</summary>
    public static void Run(Frame frame)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (ref var chunk in frame.World.Query(in Feeds))
        {
            foreach (var i in chunk)
                chunk.Get<Feed>(i).Drawn(now);
        }
    }
}
