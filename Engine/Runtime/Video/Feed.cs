// The running side of a video source: the stream it takes part in, published under its entity's name.
namespace Engine;

/// <summary>A second component of an entity with a <see cref="VideoSource"/>; disposed with it.</summary>
public sealed class Feed : ILive<VideoSource>, IPictureSource
{
    private const string StandIn = "scenery";

    private readonly App app;
    private readonly string name;
    private VideoSource opened;
    private readonly bool isNeeded;
    private string? told;

    /// <param name="app">Where its image is published.</param>
    /// <param name="name">As what.</param>
    /// <param name="opened">The component this was opened for.</param>
    /// <param name="stream">The opened stream, perhaps others' too; left when the feed is disposed.</param>
    /// <param name="isNeeded">Whether a stream without a single picture is an error, not only a word.</param>
    private Feed(App app, string name, VideoSource opened, VideoStream stream, bool isNeeded)
    {
        (this.app, this.name, this.opened, Stream, this.isNeeded) = (app, name, opened, stream, isNeeded);
        stream.Join();
        app.Images.Publish(name, stream.Image);
    }

    /// <summary>The stream.</summary>
    public FrameSource Source => Stream.Source;

    /// <summary>Its newest picture on the device; entities that name the same source share it.</summary>
    public GpuImage Image => Stream.Image;

    /// <summary>What the newest picture is: its number in the stream, and its class where known.</summary>
    public PictureInfo Picture => Stream.Picture;

    /// <inheritdoc/>
    public IReadOnlyList<string> Classes => Source.Classes;

    /// <summary>The name of its image.</summary>
    public string Name => name;

    /// <summary>Pictures that the source has had.</summary>
    public long Delivered => Source.Delivered;

    /// <summary>Those of them that no frame of the scene showed, as newer ones came before it.</summary>
    public long Dropped => Source.Dropped;

    /// <summary>
    /// Milliseconds from when the source had a picture (a camera: from when its driver says that it was there) to the end of the frame that draws it,
    /// averaged over about ten; not a number where that is not known, as for pictures that are made for a frame.
    /// </summary>
    public double Latency => Stream.Latency;

    /// <summary>What readouts show of it.</summary>
    internal static Readings<Feed> Readings { get; } = new()
    {
        { "latency", static (feed, _, text) => WriteLatency(feed, text) },
        { "dropped", static (feed, _, text) => text.Append($"{feed.Dropped} of {feed.Delivered} pictures dropped") },
    };

    private VideoStream Stream { get; }

    /// <inheritdoc/>
    public bool Takes(in VideoSource edited)
    {
        // Back to what it shows already, from something that was refused: another feed of the same stream would take its picture with it.
        if (edited == opened && !Source.Ended)
            return true;
        // Who sees it alone sees it otherwise from the next picture on.
        if (Stream.Users == 1 && !Source.Ended && edited with { Mirror = opened.Mirror, Crop = opened.Crop } == opened)
        {
            FrameSources.Check(edited);
            Stream.View = (edited.Mirror, edited.Crop);
            opened = edited;
            return true;
        }
        // A camera has one reader at a time: it is closed before another source is opened.
        if (CameraSource.IsCamera(opened.Source) && Stream.Users == 1)
        {
            StreamsOf(app).Remove(Stream);
            Source.Dispose();
        }
        return false;
    }

    /// <summary>Takes what has come in since the last frame; never waits for a source that is live.</summary>
    /// <exception cref="IOException">A source that the scene began with gave no picture at all.</exception>
    public void Run(Frame frame)
    {
        if (!app.IsPaused)
            Stream.Take(frame, isNeeded);
        if (ReferenceEquals(Source.Trouble, told))
            return;
        // The source itself has put it into the log; whoever watches sees it as long as it lasts.
        told = Source.Trouble;
        var notices = app.Shared(static _ => new Notices());
        if (told is null)
            notices.Withdraw(name);
        else
            notices.Say(name, told);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        app.Images.Withdraw(name, Image);
        app.Shared(static _ => new Notices()).Withdraw(name);
        Stream.Leave();
    }

    /// <summary>The frame is drawn.</summary>
    internal void Drawn(long now) => Stream.Drawn(now);

    /// <summary>Opens a source, or takes part in a stream of the same settings.</summary>
    /// <exception cref="IOException">It does not exist or cannot be read; says what to do.</exception>
    internal static Feed Open(Frame frame, Entity entity, VideoSource wanted)
    {
        var (app, name) = (frame.App, frame.World.NameOf(entity));
        var (folder, streams) = (app.PathOf(""), StreamsOf(app));
        streams.RemoveAll(s => s.Users == 0);
        if (streams.Find(s => s.Gives(wanted, folder)) is not { } stream)
            streams.Add(stream = OpenOrStandIn(app, name, wanted, folder));
        return new Feed(app, name, wanted, stream, isNeeded: frame.Index == 0);
    }

    // Who has no camera shall see what the scene does all the same.
    private static VideoStream OpenOrStandIn(App app, string name, VideoSource wanted, string folder)
    {
        var notices = app.Shared(static _ => new Notices());
        notices.Withdraw(name);
        try
        {
            return OpenStream(app, name, wanted, folder);
        }
        catch (IOException missing) when (CameraSource.IsCamera(wanted.Source))
        {
            var said = $"{InputError.Sentence(missing).TrimEnd('.')}; {name} shows a drawn landscape instead";
            Log.Warning(said);
            notices.Say(name, said);
            return OpenStream(app, name, wanted with { Source = StandIn }, folder);
        }
    }

    private static VideoStream OpenStream(App app, string name, VideoSource wanted, string folder)
    {
        // Stepping what comes by itself would hold up the frame.
        var live = !app.IsDeterministic || FrameSources.ComesByItself(wanted.Source);
        var source = app.Shared(_ => new FrameSources()).Open(wanted, folder, live, app.Options.Cancellation);
        GpuImage? image = null;
        try
        {
            image = app.Gpu.Image(source.Width, source.Height, name);
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

    private static void WriteLatency(Feed feed, TextBuffer text)
    {
        if (double.IsNaN(feed.Latency))
            text.Append($"…");
        else
            text.Append($"{feed.Latency:F0} ms late");
    }

    private static Streams StreamsOf(App app) => app.Shared(_ => new Streams());

    /// <summary>Streams that were opened for entities.</summary>
    private sealed class Streams : List<VideoStream>;
}
