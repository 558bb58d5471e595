// The running side of a video source: the opened stream, its bytes and its image.
namespace Engine;

/// <summary>Attached by <see cref="CaptureSystem"/> to an entity with a <see cref="VideoSource"/>; disposed with it.</summary>
public sealed class Feed : IDisposable
{
    private readonly Images images;
    private readonly string name;
    private readonly byte[] bytes;
    private readonly bool isNeeded;
    private bool complained;

    /// <param name="source">The opened stream; disposed with the feed.</param>
    /// <param name="image">As large as its pictures; disposed with the feed.</param>
    /// <param name="images">Where the image is published.</param>
    /// <param name="name">As what.</param>
    /// <param name="wanted">The component this was opened for.</param>
    /// <param name="isNeeded">Whether a stream without a single picture is an error, not only a word.</param>
    internal Feed(FrameSource source, GpuImage image, Images images, string name, VideoSource wanted, bool isNeeded)
    {
        (Source, Image, this.images, this.name, Wanted, this.isNeeded) = (source, image, images, name, wanted, isNeeded);
        bytes = new byte[source.Width * source.Height * 4];
        images.Publish(name, image);
    }

    /// <summary>The stream.</summary>
    public FrameSource Source { get; }

    /// <summary>Its newest picture on the device.</summary>
    public GpuImage Image { get; }

    /// <summary>What the newest picture is: its number in the stream, and its class where known.</summary>
    public PictureInfo Picture { get; private set; } = new(-1, -1);

    /// <summary>The component this was opened for; when it is edited, the feed is opened anew.</summary>
    internal VideoSource Wanted { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        images.Withdraw(name, Image);
        Source.Dispose();
        Image.Dispose();
    }

    internal void Take(Frame frame)
    {
        try
        {
            var fresh = Source.IsLive ? Source.TryTake(bytes, out var info) : Source.TryTakeAt((long)Math.Round(frame.Time * 60), bytes, out info);
            if (!fresh)
                return;
            Picture = info;
            frame.Commands.Upload(Image, bytes);
        }
        catch (IOException broken) when (!complained && !(isNeeded && Picture.Index < 0))
        {
            // A stream that breaks while the scene runs keeps its last picture; one word is enough. One that a scene began with and that never
            // showed anything is an error.
            complained = true;
            Console.Error.WriteLine(broken.Message);
        }
        catch (IOException) when (complained)
        {
        }
    }
}
