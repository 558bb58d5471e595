// The running side of a video source: the opened stream, its bytes and its image.
namespace Engine;

/// <summary>Attached by <see cref="CaptureSystem"/> to an entity with a <see cref="VideoSource"/>; disposed with it.</summary>
public sealed class Feed : IDisposable
{
    private readonly Images images;
    private readonly string name;
    private readonly byte[] bytes;
    private bool complained;

    internal Feed(FrameSource source, GpuImage image, Images images, string name, VideoSource wanted)
    {
        (Source, Image, this.images, this.name, Wanted) = (source, image, images, name, wanted);
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
    internal VideoSource Wanted { get; }

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
            var fresh = frame.App.IsDeterministic ? Source.TryTakeAt((long)Math.Round(frame.Time * 60), bytes, out var info) : Source.TryTake(bytes, out info);
            if (!fresh)
                return;
            Picture = info;
            frame.Commands.Upload(Image, bytes);
        }
        catch (IOException broken) when (!complained)
        {
            // A stream that breaks while the scene runs keeps its last picture; one word is enough.
            complained = true;
            Console.Error.WriteLine(broken.Message);
        }
        catch (IOException) when (complained)
        {
        }
    }
}
