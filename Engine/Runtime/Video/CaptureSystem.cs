// Pictures coming in: opens sources that appear, and uploads the newest picture of each.
namespace Engine;

/// <summary>First phase of a frame.</summary>
public static class CaptureSystem
{
    private static readonly QueryDescription New = new QueryDescription().WithAll<VideoSource>().WithNone<Feed>();
    private static readonly QueryDescription Running = new QueryDescription().WithAll<VideoSource, Feed>();

    /// <summary>Takes what has come in since the last frame; never waits for a source that is live.</summary>
    /// <exception cref="IOException">A source of the scene cannot be opened.</exception>
    public static void Run(Frame frame)
    {
        if (frame.World.CountEntities(in New) > 0)
            OpenNew(frame);
        foreach (ref var chunk in frame.World.Query(in Running))
        {
            foreach (var i in chunk)
            {
                ref var feed = ref chunk.Get<Feed>(i);
                if (feed.Wanted != chunk.Get<VideoSource>(i))
                {
                    var wanted = chunk.Get<VideoSource>(i);
                    var name = frame.World.NameOf(chunk.Entity(i));
                    feed.Dispose();
                    feed = Open(frame, name, wanted);
                }
                if (!frame.App.IsPaused)
                    feed.Take(frame);
            }
        }
    }

    private static void OpenNew(Frame frame)
    {
        var entities = new Entity[frame.World.CountEntities(in New)];
        frame.World.GetEntities(in New, entities);
        foreach (var entity in entities)
            frame.World.Add(entity, Open(frame, frame.World.NameOf(entity), frame.World.Get<VideoSource>(entity)));
    }

    private static Feed Open(Frame frame, string name, VideoSource wanted)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(frame.App.Scene?.Path ?? "."))!;
        var source = frame.App.Shared(_ => new FrameSources()).Open(wanted, folder, live: !frame.App.IsDeterministic);
        var feed = new Feed(source, frame.App.Gpu.Image(source.Width, source.Height, name), frame.App.Shared(_ => new Images()), name, wanted);
        if (!frame.App.IsDeterministic)
            source.Start();
        return feed;
    }
}
