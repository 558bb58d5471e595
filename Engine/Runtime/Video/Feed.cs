// The running side of a video source: the stream it takes part in, published under its entity's name.
namespace Engine;

/// <summary>Attached by <see cref="CaptureSystem"/> to an entity with a <see cref="VideoSource"/>; disposed with it.</summary>
public sealed class Feed : IDisposable
{
    private readonly Images images;
    private readonly string name;
    private readonly bool isNeeded;

    /// <param name="stream">The opened stream, perhaps others' too; left when the feed is disposed.</param>
    /// <param name="images">Where its image is published.</param>
    /// <param name="name">As what.</param>
    /// <param name="wanted">The component this was opened for.</param>
    /// <param name="isNeeded">Whether a stream without a single picture is an error, not only a word.</param>
    internal Feed(VideoStream stream, Images images, string name, VideoSource wanted, bool isNeeded)
    {
        (Stream, this.images, this.name, Wanted, this.isNeeded) = (stream, images, name, wanted, isNeeded);
        stream.Join();
        images.Publish(name, stream.Image);
    }

    /// <summary>The stream.</summary>
    public FrameSource Source => Stream.Source;

    /// <summary>Its newest picture on the device; entities that name the same source share it.</summary>
    public GpuImage Image => Stream.Image;

    /// <summary>What the newest picture is: its number in the stream, and its class where known.</summary>
    public PictureInfo Picture => Stream.Picture;

    internal VideoStream Stream { get; }

    /// <summary>The component this was opened for; when it is edited, the feed is opened anew.</summary>
    internal VideoSource Wanted { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, Image);
        Stream.Leave();
    }

    internal void Take(Frame frame) => Stream.Take(frame, isNeeded);
}
