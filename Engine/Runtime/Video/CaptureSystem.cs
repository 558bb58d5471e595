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
                    feed = Reopen(frame, frame.World.NameOf(chunk.Entity(i)), chunk.Get<VideoSource>(i), feed);
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
        var refused = frame.App.Shared(_ => new Refused());
        foreach (var entity in entities)
        {
            var wanted = frame.World.Get<VideoSource>(entity);
            if (refused.TryGetValue(entity, out var known) && known == wanted)
                continue;
            try
            {
                frame.World.Add(entity, Open(frame, frame.World.NameOf(entity), wanted));
            }
            catch (Exception error) when (frame.Index > 0 && error is IOException or GpuException)
            {
                Log.Warning(error.Message);
                refused[entity] = wanted;
            }
        }
    }

    /// <summary>Sources added while the scene runs that could not be opened: each is tried again when it is edited.</summary>
    private sealed class Refused : Dictionary<Entity, VideoSource>;

    /// <summary>Streams that were opened for entities.</summary>
    private sealed class Streams : List<VideoStream>;

    // What is mistyped while the scene runs is said once; the old stream goes on.
    private static Feed Reopen(Frame frame, string name, VideoSource wanted, Feed old)
    {
        // A camera has one reader at a time.
        if (FfmpegSource.IsCamera(old.Wanted.Source) && old.Stream.Users == 1)
        {
            frame.App.Shared(_ => new Streams()).Remove(old.Stream);
            old.Source.Dispose();
        }
        try
        {
            var feed = Open(frame, name, wanted);
            old.Dispose();
            return feed;
        }
        catch (Exception error) when (error is IOException or GpuException)
        {
            Log.Warning(error.Message);
            old.Wanted = wanted;
            return old;
        }
    }

    private static Feed Open(Frame frame, string name, VideoSource wanted)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(frame.App.Scene?.Path ?? "."))!;
        var streams = frame.App.Shared(_ => new Streams());
        streams.RemoveAll(s => s.Users == 0);
        if (streams.Find(s => s.Gives(wanted, folder)) is not { } stream)
            streams.Add(stream = OpenStream(frame, name, wanted, folder));
        return new Feed(stream, frame.App.Shared(_ => new Images()), name, wanted, isNeeded: frame.Index == 0);
    }

    private static VideoStream OpenStream(Frame frame, string name, VideoSource wanted, string folder)
    {
        // A camera's pictures come when they come: stepping it would hold up the frame.
        var live = !frame.App.IsDeterministic || FfmpegSource.IsCamera(wanted.Source);
        var source = frame.App.Shared(_ => new FrameSources()).Open(wanted, folder, live);
        GpuImage? image = null;
        try
        {
            image = frame.App.Gpu.Image(source.Width, source.Height, name);
            var stream = new VideoStream(wanted, folder, source, image);
            if (live)
                source.Start();
            return stream;
        }
        catch
        {
            source.Dispose();
            image?.Dispose();
            throw;
        }
    }
}
